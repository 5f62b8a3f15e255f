import { expect, test } from "vitest";
import { CallFailed } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aKeyCreated } from "../testing/sample-records.ts";
import type { KeyturnEvent } from "./event.ts";
import { relayTogether } from "./relay-together.ts";

const ids = (events: readonly KeyturnEvent[]) => events.map((event) => event.metadata.eventId);

/** Items with so many events each, and a bus that refuses the events it is told to. */
async function items(...counts: number[]) {
  const { ports, bus } = memoryWorld();
  const all = await Promise.all(
    counts.map(async (count) => {
      const plain = aConnection("acme");
      const outbox = Array.from({ length: count }, (_, n) => aKeyCreated(plain, n + 1));
      await ports.connections.insert({ ...plain, outbox, sequence: count });
      return { key: { pk: "acme", sk: `CONNECTION#${plain.connectionId}` }, events: ids(outbox) };
    }),
  );
  const calls: string[][] = [];
  const refused = new Set<string | undefined>();
  const publish = bus.publish.bind(bus);
  ports.bus = {
    publish: async (events) => {
      calls.push(ids(events));
      const failed = events.flatMap((event, place) => (refused.has(event.metadata.eventId) ? [place] : []));
      await publish(events.filter((_, place) => !failed.includes(place)));
      return { failed };
    },
  };
  const keys = all.map(({ key }) => key);
  const relay = () => relayTogether(ports, keys);
  const left = async () => (await ports.outboxes.readAll(keys)).map(ids);
  const journal = async () => ids(await ports.journal.ofOrg("acme", { limit: 100 })).sort();
  return { ports, keys, events: all.map((one) => one.events), calls, refused, relay, left, journal };
}

test("items share one call, each with its events in their order", async () => {
  const { relay, events, calls, left, journal } = await items(1, 3, 2);
  expect(await relay()).toEqual([]);
  expect(calls).toEqual([events.flat()]);
  expect(await journal()).toEqual(events.flat().sort());
  expect(await left()).toEqual([[], [], []]);
});

test("what does not fit into the call with all of its events is left whole", async () => {
  const { relay, keys, events, calls, left } = await items(4, 7, 6, 1);
  expect(await relay()).toEqual([keys[1], keys[3]]);
  expect(calls).toEqual([[...(events[0] ?? []), ...(events[2] ?? [])]]);
  expect(await left()).toEqual([[], events[1], [], events[3]]);
});

test("an item with an event that was refused keeps all of them, the others none", async () => {
  const { relay, keys, events, refused, left } = await items(1, 2, 1);
  refused.add(events[1]?.[1]);
  expect(await relay()).toEqual([keys[1]]);
  expect(await left()).toEqual([[], events[1], []]);
});

test.each([
  ["outboxes", "readAll"],
  ["journal", "putIfAbsent"],
] as const)("nothing is sent when %s.%s fails", async (port, method) => {
  const { ports, relay, keys, events, calls, left } = await items(1, 1);
  interrupt<object>(ports[port], method as never, "unknown");
  expect(await relay()).toEqual(keys);
  expect(calls).toEqual([]);
  expect(await left()).toEqual(events);
});

test("all keep their events when the bus does not answer", async () => {
  const { ports, relay, keys, events, left } = await items(1, 2);
  ports.bus.publish = async () => {
    throw new CallFailed("PutEvents", "unknown");
  };
  expect(await relay()).toEqual(keys);
  expect(await left()).toEqual(events);
});

test("an item that could not be trimmed is left alone, and delivered again", async () => {
  const { ports, relay, keys, events, calls, left } = await items(1, 1);
  interrupt(ports.outboxes, "trim", "unknown");
  expect(await relay()).toEqual([keys[0]]);
  expect(await left()).toEqual([events[0], []]);
  expect(await relay()).toEqual([]);
  expect(calls).toEqual([events.flat(), events[0]]);
});

test("items with nothing to deliver cost one read", async () => {
  const { relay, calls } = await items(0, 0);
  expect(await relay()).toEqual([]);
  expect(calls).toEqual([]);
});
