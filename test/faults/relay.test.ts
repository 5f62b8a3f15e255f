import { afterAll, describe, expect, test } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { relayOutbox } from "../../core/journal/relay-outbox.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { type Fault, faults } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import { relayAll } from "./recover.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const calm = cloudPorts(cloud);

const EVENTS = 3;
const idOf = (event: KeyturnEvent) => event.metadata.eventId;

async function withEvents(count = EVENTS): Promise<Connection> {
  const plain = aConnection(anOrg());
  const outbox = Array.from({ length: count }, (_, n) => aKeyCreated(plain, n + 1));
  const connection = { ...plain, outbox, sequence: count };
  await calm.connections.insert(connection);
  return connection;
}

const delivered = ({ org }: Connection) => cloud.events().filter((event) => event.metadata.org === org);

/** One relay of the record with a fault: the calls it made. */
async function relay(connection: Connection, at?: { call: number; fault: Fault }): Promise<FaultyProcess> {
  const process = new FaultyProcess(cloud, "relayOutbox", at);
  const work = process.run((ports) => relayOutbox(ports, connectionKey(connection)));
  await work.catch((error: Error) => expect(error.name).toBe("CallFailed"));
  return process;
}

/** Every event is in the journal once, on the bus at least once, and nowhere else any more. */
async function expectDelivered(connection: Connection): Promise<void> {
  const { org, connectionId, outbox } = connection;
  expect((await calm.connections.find(connection))?.outbox).toEqual([]);
  expect((await calm.journal.ofConnection(org, connectionId, { limit: 99 })).reverse()).toEqual(outbox);
  const firsts = new Map(delivered(connection).map((event) => [idOf(event), event]));
  expect([...firsts.values()]).toEqual(outbox);
  expect([...firsts.values()].map((event) => event.metadata.sequence)).toEqual(outbox.map((_, n) => n + 1));
}

const clean = await relay(await withEvents());

test("a relay without faults makes a read, a put for each event, one PutEvents, a trim and a last look", () => {
  expect(clean.calls).toEqual([
    "DynamoDB GetItem",
    ...Array.from({ length: EVENTS }, () => "DynamoDB PutItem"),
    "EventBridge PutEvents",
    "DynamoDB UpdateItem",
    "DynamoDB GetItem",
  ]);
});

describe.each(faults)("$name", (fault) => {
  test.each(clean.calls.map((name, call) => ({ name, call })))(
    "at call $call, $name: the next pass delivers what is left, under the same ids",
    async ({ call }) => {
      const connection = await withEvents();
      await relay(connection, { call, fault });
      await relayAll(calm);
      await expectDelivered(connection);
    },
  );
});

test("what arrives while a relay is stuck is delivered after what was there, without a gap", async () => {
  const connection = await withEvents();
  const fault = faults.find((one) => one.name === "reply lost, lasting") as Fault;
  await relay(connection, { call: clean.calls.indexOf("EventBridge PutEvents"), fault });
  const late = aKeyCreated(connection, EVENTS + 1);
  await calm.connections.update(connection, { when: [], append: { outbox: [late] } });
  await relayAll(calm);
  await expectDelivered({ ...connection, outbox: [...connection.outbox, late] });
});

test("two relays at once deliver everything and lose nothing", async () => {
  const connection = await withEvents(25);
  await Promise.all([relay(connection), relay(connection), relay(connection)]);
  await relayAll(calm);
  await expectDelivered(connection);
});
