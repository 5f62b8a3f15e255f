import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { openFakeAws } from "../../test/support/fake-aws.ts";
import { runLambdasIn } from "../../test/support/run-lambdas-in.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { connectionKey } from "../adapters/item-keys.ts";

const cloud = await openTestCloud();
let down: string | undefined;
/** A bus that takes everything but what names the connection that is `down`. */
const bus = await openFakeAws((body) => {
  if (down && body.includes(down)) return { status: 400, body: '{"__type":"ValidationException"}' };
  const Entries = JSON.parse(body).Entries.map(() => ({ EventId: "e" }));
  return { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries }) };
});
const asLambda = await runLambdasIn(cloud, cloud.clock, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint });
const handler = asLambda("relayOutbox", (await import("./relay-outbox.ts")).handler);
const { connections, journal } = cloudPorts(cloud);

afterAll(async () => {
  await bus[Symbol.asyncDispose]();
  await cloud.close();
});
beforeEach(() => {
  down = undefined;
  bus.asked.length = 0;
});

async function withEvents(): Promise<Connection> {
  const plain = aConnection(anOrg());
  const connection = { ...plain, outbox: [1, 2].map((n) => aKeyCreated(plain, n)), sequence: 2 };
  await connections.insert(connection);
  return connection;
}

function streamRecord(connection: Connection, SequenceNumber: string): DynamoDBRecord {
  const { pk, sk } = connectionKey(connection);
  return { eventName: "MODIFY", dynamodb: { SequenceNumber, Keys: { pk: { S: pk }, sk: { S: sk } } } };
}

const outboxOf = async (connection: Connection) => (await connections.find(connection))?.outbox;
const entries = () => bus.asked.flatMap((body) => JSON.parse(body).Entries);

test("delivers what the records' outboxes hold, journals it and empties them", async () => {
  const [one, other] = [await withEvents(), await withEvents()];
  const answer = await handler({ Records: [streamRecord(one, "1"), streamRecord(other, "2")] });
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(entries()).toHaveLength(4);
  expect([await outboxOf(one), await outboxOf(other)]).toEqual([[], []]);
  expect(await journal.ofConnection(one.org, one.connectionId, { limit: 9 })).toEqual(
    one.outbox.toReversed(),
  );
});

test("looks at a record once, however often it is in the batch", async () => {
  const connection = await withEvents();
  await handler({ Records: ["1", "2", "3"].map((number) => streamRecord(connection, number)) });
  expect(bus.asked).toHaveLength(1);
  expect(entries()).toHaveLength(2);
});

test("has nothing to do for a record that is gone", async () => {
  expect(await handler({ Records: [streamRecord(aConnection(anOrg()), "1")] })).toEqual({
    batchItemFailures: [],
  });
  expect(bus.asked).toEqual([]);
});

test("names the first record that failed, so that the stream goes on from there", async () => {
  const [first, second, third] = [await withEvents(), await withEvents(), await withEvents()];
  const batch = [first, second, third].map((one, place) => streamRecord(one, `${place + 1}`));
  down = second.connectionId;
  expect(await handler({ Records: batch })).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
  expect(await outboxOf(first)).toEqual([]);
  expect(await outboxOf(second)).toEqual(second.outbox);
  down = undefined;
  expect(await handler({ Records: batch.slice(1) })).toEqual({ batchItemFailures: [] });
  expect([await outboxOf(second), await outboxOf(third)]).toEqual([[], []]);
});
