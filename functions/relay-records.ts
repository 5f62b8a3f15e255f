import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { failureOf } from "../core/errors.ts";
import { type RelayPorts, relayOutbox } from "../core/journal/relay-outbox.ts";

/**
 * Delivers what the records of the table's stream are about. The image in the stream only says which item; what is sent is
 * read from the table, so that an image that comes late, twice or out of order does no harm. Reports the first record that
 * failed.
 */
export async function relayRecords(
  ports: RelayPorts,
  records: readonly DynamoDBRecord[],
): Promise<DynamoDBBatchResponse> {
  const relayed = new Set<string>();
  for (const record of records) {
    const { pk, sk } = keyOf(record);
    if (relayed.has(pk + sk)) continue;
    try {
      await relayOutbox(ports, { pk, sk });
      relayed.add(pk + sk);
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
    }
  }
  return { batchItemFailures: [] };
}

function keyOf(record: DynamoDBRecord): { pk: string; sk: string } {
  const { pk, sk } = record.dynamodb?.Keys ?? {};
  return { pk: pk?.S ?? "", sk: sk?.S ?? "" };
}
