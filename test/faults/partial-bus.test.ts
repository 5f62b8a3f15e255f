import { afterAll, expect, test } from "vitest";
import { relayOutbox } from "../../core/journal/relay-outbox.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { type AwsCall, bodyTextOf, watchedTransport } from "../support/aws-requests.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { answered } from "./fault.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const COUNT = 10;

/** A bus that refuses the sequence numbers it is told to, call by call; the others it hands to the real one. */
async function relayWith(refusals: number[][]) {
  const sent: number[][] = [];
  const transport = watchedTransport(async (call) =>
    call.service === "events" ? putSome(call, sent, refusals[sent.length] ?? []) : call.send(),
  );
  const ports = cloudPorts(cloud, transport);
  const plain = aConnection(anOrg());
  const outbox = Array.from({ length: COUNT }, (_, n) => aKeyCreated(plain, n + 1));
  await ports.connections.insert({ ...plain, outbox, sequence: COUNT });
  const relay = asLambda("relayOutbox", relayOutbox);
  const failed = await relay(ports, connectionKey(plain)).then(
    () => false,
    () => true,
  );
  const left = (await ports.connections.find(plain))?.outbox.map((event) => event.metadata.sequence);
  const again = () => relay(ports, connectionKey(plain));
  const bus = () => cloud.events().filter((event) => event.metadata.org === plain.org);
  return { sent, failed, left, again, bus, ids: outbox.map((event) => event.metadata.eventId) };
}

async function putSome(call: AwsCall, sent: number[][], refused: number[]) {
  const { Entries } = JSON.parse(bodyTextOf(call.request)) as { Entries: { Detail: string }[] };
  const sequences = Entries.map(({ Detail }) => JSON.parse(Detail).metadata.sequence as number);
  sent.push(sequences);
  const taken = Entries.filter((_, place) => !refused.includes(sequences[place] as number));
  await deliver(taken);
  const answers = sequences.map((one) =>
    refused.includes(one) ? { ErrorCode: "InternalFailure", ErrorMessage: "m" } : { EventId: `e${one}` },
  );
  const FailedEntryCount = sequences.length - taken.length;
  return answered(200, JSON.stringify({ FailedEntryCount, Entries: answers }));
}

async function deliver(taken: { Detail: string }[]): Promise<void> {
  const { bus } = cloudPorts(cloud);
  const events = taken.map(({ Detail }) => ({ type: "KeyCreated" as const, ...JSON.parse(Detail) }));
  if (events.length > 0) await bus.publish(events);
}

const all = Array.from({ length: COUNT }, (_, n) => n + 1);

test("sends again only the entries that were refused, until none is", async () => {
  const relay = await relayWith([[2, 5], [5]]);
  expect(relay).toMatchObject({ failed: false, left: [], sent: [all, [2, 5], [5]] });
  const ids = relay.bus().map((event) => event.metadata.eventId);
  expect(ids).toHaveLength(COUNT); // none was delivered twice
  expect(ids.sort()).toEqual(relay.ids.sort());
});

test("keeps what is refused for good, and what comes after it, for the next pass", async () => {
  const relay = await relayWith([[4], [4], [4], [4]]);
  expect(relay).toMatchObject({ failed: true, left: [4, 5, 6, 7, 8, 9, 10], sent: [all, [4], [4], [4]] });
  await relay.again();
  const bus = relay.bus().map((event) => event.metadata.eventId);
  expect([...new Set(bus)].sort()).toEqual(relay.ids.sort());
});

test("keeps everything when the first entry is refused for good", async () => {
  const relay = await relayWith([[1], [1], [1], [1]]);
  expect(relay).toMatchObject({ failed: true, left: all, sent: [all, [1], [1], [1]] });
  await relay.again();
  expect(new Set(relay.bus().map((event) => event.metadata.eventId))).toEqual(new Set(relay.ids));
});
