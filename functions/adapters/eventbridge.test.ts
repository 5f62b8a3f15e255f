import { expect, test } from "vitest";
import { anEventOf } from "../../core/testing/sample-notices.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { type Behaviour, openFakeAws } from "../../test/support/fake-aws.ts";
import { eventsClient } from "../clients.ts";
import { eventBridgeBus, notifyRequests, sweepRequests } from "./eventbridge.ts";

const taken = { EventId: "e" };
const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "later" };
const answered = (...Entries: object[]): Behaviour => ({
  status: 200,
  body: JSON.stringify({ FailedEntryCount: Entries.filter((one) => one === refused).length, Entries }),
});
const connection = aConnection(anOrg());
const events = [1, 2, 3].map((sequence) => aKeyCreated(connection, sequence));
const shards = Array.from({ length: 16 }, (_, shard) => ({ shard }));

async function against(behave: (body: string, asked: number) => Behaviour) {
  const fake = await openFakeAws(behave);
  const client = eventsClient(fake.reach);
  return {
    ...fake,
    bus: eventBridgeBus(client, "keyturn"),
    sweeps: sweepRequests(client, "keyturn-internal"),
    notices: notifyRequests(client, "keyturn-internal"),
  };
}

test("puts events under their type, with metadata and data, at the time they happened", async () => {
  await using aws = await against(() => answered(taken));
  const [event] = events as [(typeof events)[number]];
  expect(await aws.bus.publish([event])).toEqual({ failed: [] });
  const [entry] = JSON.parse(aws.asked[0] ?? "").Entries;
  expect(entry).toMatchObject({ EventBusName: "keyturn", Source: "keyturn", DetailType: "KeyCreated" });
  expect(JSON.parse(entry.Detail)).toEqual({ metadata: event.metadata, data: event.data });
  expect(entry.Time * 1000).toBe(Date.parse(event.metadata.occurredAt));
});

test("names the entries that were refused, by their places", async () => {
  await using aws = await against(() => answered(refused, taken, refused));
  expect(await aws.bus.publish(events)).toEqual({ failed: [0, 2] });
});

test("takes an entry for refused that the answer does not confirm", async () => {
  await using aws = await against(() => ({
    status: 200,
    body: '{"FailedEntryCount":1,"Entries":[{"EventId":"e"}]}',
  }));
  expect(await aws.bus.publish(events)).toEqual({ failed: [1, 2] });
});

test("says that nothing is known when the call fails for good", async () => {
  await using aws = await against(() => ({ status: 500, body: '{"__type":"InternalException"}' }));
  await expect(aws.bus.publish(events)).rejects.toMatchObject({ call: "PutEvents", failure: "unknown" });
  expect(aws.asked).toHaveLength(3);
});

test("asks for a pass over every shard, ten entries a call", async () => {
  await using aws = await against((body) => answered(...JSON.parse(body).Entries.map(() => taken)));
  await aws.sweeps.request(shards);
  const entries = aws.asked.flatMap((body) => JSON.parse(body).Entries);
  expect(aws.asked.map((body) => JSON.parse(body).Entries.length)).toEqual([10, 6]);
  expect(entries.map((entry) => JSON.parse(entry.Detail))).toEqual(shards);
  expect(new Set(entries.map((entry) => `${entry.EventBusName} ${entry.DetailType}`))).toEqual(
    new Set(["keyturn-internal SweepShard"]),
  );
});

test("fails when a pass could not be asked for", async () => {
  await using aws = await against(() => answered(refused));
  await expect(aws.sweeps.request([{ shard: 3, after: "x" }])).rejects.toMatchObject({ failure: "unknown" });
});

test("asks for the rest of what dependents are told, with the event it is about", async () => {
  await using aws = await against(() => answered(taken));
  const event = anEventOf("KeyRotated");
  await aws.notices.request(event, { mailsAfter: "abc" });
  const [entry] = JSON.parse(aws.asked[0] ?? "").Entries;
  expect(entry).toMatchObject({ EventBusName: "keyturn-internal", DetailType: "NotifyDependents" });
  expect(JSON.parse(entry.Detail)).toEqual({ event, mailsAfter: "abc" });
});
