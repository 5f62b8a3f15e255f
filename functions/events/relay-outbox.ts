import "../parse-interpreted.ts";

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { failureOf } from "../../core/errors.ts";
import { relayOutbox } from "../../core/journal/relay-outbox.ts";
import { relayPorts } from "../ports.ts";
import { guarded } from "../worker.ts";

/**
 * The fast path from the table's stream: a record that was just written with events in its outbox. The image in
 * the stream only says which record; what is sent is read from the table. Reports the first record that failed.
 */
export const handler = guarded(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const relayed = new Set<string>();
  for (const record of event.Records) {
    const { pk, sk } = keyOf(record);
    if (relayed.has(pk + sk)) continue;
    try {
      await relayOutbox(relayPorts(), { pk, sk });
      relayed.add(pk + sk);
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
    }
  }
  return { batchItemFailures: [] };
});

function keyOf(record: DynamoDBRecord): { pk: string; sk: string } {
  const { pk, sk } = record.dynamodb?.Keys ?? {};
  return { pk: pk?.S ?? "", sk: sk?.S ?? "" };
}
