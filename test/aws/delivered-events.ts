import type { KeyturnEvent } from "../../core/journal/event.ts";
import { sqsIn } from "./queue.ts";

const PATIENCE_MS = 60_000;
const WAIT_SECONDS = 4;

const received = new Map<string, KeyturnEvent>();

/**
 * What came out of the run's queue of this org, in the order of its sequence, once the queue is quiet. The bus
 * delivers at least once and in any order: an envelope that came twice counts once.
 */
export async function deliveredEvents(org: string, patienceMs = PATIENCE_MS): Promise<KeyturnEvent[]> {
  const ofOrg = () => [...received.values()].filter((event) => event.metadata.org === org);
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const isQuiet = (await receive()) === 0;
    if (isQuiet && ofOrg().length > 0) break;
  }
  return ofOrg().sort((one, other) => one.metadata.sequence - other.metadata.sequence);
}

/** Answers how many messages there were. */
async function receive(): Promise<number> {
  const sqs = sqsIn(process.env.AWS_REGION ?? "");
  const QueueUrl = process.env.KEYTURN_TEST_QUEUE;
  const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: WAIT_SECONDS };
  const { Messages = [] } = await sqs("ReceiveMessage", input);
  const messages = Messages as { Body: string; ReceiptHandle: string }[];
  for (const { Body, ReceiptHandle } of messages) {
    const envelope = JSON.parse(Body);
    received.set(envelope.id, { type: envelope["detail-type"], ...envelope.detail });
    await sqs("DeleteMessage", { QueueUrl, ReceiptHandle });
  }
  return messages.length;
}
