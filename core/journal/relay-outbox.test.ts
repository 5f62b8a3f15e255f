import { describe, expect, test } from "vitest";
import { CallFailed, failureOf } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { noticesPartition } from "../testing/memory-notices.ts";
import { MemoryBus, memoryWorld } from "../testing/memory-ports.ts";
import { aNotice } from "../testing/sample-notices.ts";
import { aConnection, aKeyCreated } from "../testing/sample-records.ts";
import type { KeyturnEvent } from "./event.ts";
import type { ItemKey } from "./outboxes.ts";
import { relayOutbox } from "./relay-outbox.ts";

const ids = (events: readonly KeyturnEvent[]) => events.map((event) => event.metadata.eventId);

/** An outbox with so many events, and a bus whose answers are told in advance: the places that fail, or all. */
async function anOutbox(count: number, ...answers: (number[] | "lost" | "refused")[]) {
  const world = memoryWorld();
  const plain = aConnection("acme");
  const events = Array.from({ length: count }, (_, n) => aKeyCreated(plain, n + 1));
  await world.ports.connections.insert({ ...plain, outbox: events, sequence: count });
  const key: ItemKey = { pk: "acme", sk: `CONNECTION#${plain.connectionId}` };
  const sent: string[][] = [];
  const bus = new MemoryBus();
  const publish = bus.publish.bind(bus);
  world.ports.bus = {
    publish: async (batch) => {
      sent.push(ids(batch));
      const answer = answers.shift() ?? [];
      const failed = Array.isArray(answer) ? answer : [];
      if (answer !== "refused") await publish(batch.filter((_, place) => !failed.includes(place)));
      if (!Array.isArray(answer)) throw new CallFailed("PutEvents", "unknown");
      return { failed };
    },
  };
  const left = async () => ids(await world.ports.outboxes.read(key));
  const journal = async () => ids(await world.ports.journal.ofOrg("acme", { limit: 100 })).reverse();
  const relay = () =>
    relayOutbox(world.ports, key).then(
      () => "delivered",
      (error: unknown) => failureOf(error) ?? error,
    );
  return { ...world, plain, key, events: ids(events), bus, sent, left, journal, relay };
}

describe("relaying an outbox", () => {
  test("delivers its events in order, into the journal and onto the bus, and empties it", async () => {
    const { relay, events, bus, journal, left } = await anOutbox(3);
    expect(await relay()).toBe("delivered");
    expect(ids(bus.events)).toEqual(events);
    expect(await journal()).toEqual(events);
    expect(await left()).toEqual([]);
  });

  test("publishes nothing that is not in the journal", async () => {
    const { ports, relay, events, sent, left, journal } = await anOutbox(2);
    interrupt(ports.journal, "putIfAbsent", "ok", "unknown");
    expect(await relay()).toBe("unknown");
    expect(sent).toEqual([]);
    expect(await left()).toEqual(events);
    expect(await relay()).toBe("delivered");
    expect(await journal()).toEqual(events);
  });

  test("delivers a notice onto the bus and leaves it out of the journal", async () => {
    const { ports, bus } = memoryWorld();
    const notice = aNotice("acme", "01900000-0000-7000-8000-000000000001", "nightly");
    await ports.notices.insert(notice);
    const key = { pk: noticesPartition("acme"), sk: `NOTICE#${notice.eventId}#nightly` };
    await relayOutbox(ports, key);
    expect(bus.events).toEqual(notice.outbox);
    expect(await ports.outboxes.read(key)).toEqual([]);
    expect(await ports.journal.ofOrg("acme", { limit: 9 })).toEqual([]);
  });

  test("takes ten at a time", async () => {
    const { relay, events, sent } = await anOutbox(23);
    expect(await relay()).toBe("delivered");
    expect(sent).toEqual([events.slice(0, 10), events.slice(10, 20), events.slice(20)]);
  });

  test("sends only what failed again", async () => {
    const { relay, events, sent, bus, left } = await anOutbox(4, [1, 3], [0]);
    expect(await relay()).toBe("delivered");
    expect(sent).toEqual([events, [events[1], events[3]], [events[1]]]);
    expect(ids(bus.events).sort()).toEqual(events);
    expect(await left()).toEqual([]);
  });

  test("keeps everything from the first event on that the bus does not take", async () => {
    const { relay, events, left, journal } = await anOutbox(4, [1], [0], [0], [0]);
    expect(await relay()).toBe("unknown");
    expect(await left()).toEqual(events.slice(1));
    expect(await journal()).toEqual(events);
  });

  test("keeps everything when the whole call fails, and delivers it the next time", async () => {
    const { relay, events, bus, left } = await anOutbox(2, "refused", "refused", "refused", "refused");
    expect(await relay()).toBe("unknown");
    expect(await left()).toEqual(events);
    expect(await relay()).toBe("delivered");
    expect(ids(bus.events)).toEqual(events);
  });

  test("does not take a fault of Keyturn's own for a bus that does not answer", async () => {
    const { ports, relay, events, left } = await anOutbox(2);
    let calls = 0;
    ports.bus.publish = async () => {
      calls += 1;
      throw new TypeError("not a batch");
    };
    expect(await relay()).toBeInstanceOf(TypeError);
    expect(calls).toBe(1);
    expect(await left()).toEqual(events);
  });

  test("delivers twice, under the same ids, when the reply was lost; the journal has each once", async () => {
    const { relay, events, bus, journal } = await anOutbox(2, "lost");
    expect(await relay()).toBe("delivered");
    expect(ids(bus.events)).toEqual([...events, ...events]);
    expect(await journal()).toEqual(events);
  });

  test.each([
    ["journal", "putIfAbsent"],
    ["outboxes", "trim"],
  ] as const)("that died at %s.%s is done again and loses nothing", async (port, method) => {
    for (const how of ["dies_before", "dies_after"] as const) {
      const { ports, relay, events, bus, journal, left } = await anOutbox(2);
      interrupt<object>(ports[port], method as never, how);
      await relay();
      expect(await relay()).toBe("delivered");
      expect([...new Set(ids(bus.events))]).toEqual(events);
      expect(await journal()).toEqual(events);
      expect(await left()).toEqual([]);
    }
  });

  test("of two at once loses nothing and keeps what is appended meanwhile for delivery", async () => {
    const { ports, plain, relay, events, bus, left } = await anOutbox(3);
    const late = aKeyCreated(plain, 4);
    const append = ports.connections.update(plain, { when: [], append: { outbox: [late] } });
    await Promise.all([relay(), relay(), append]);
    await relay();
    expect(new Set(ids(bus.events))).toEqual(new Set([...events, late.metadata.eventId]));
    expect(await left()).toEqual([]);
  });

  test("leaves the record's version alone", async () => {
    const { ports, plain, relay } = await anOutbox(1);
    await relay();
    expect(await ports.connections.find(plain)).toEqual({ ...plain, sequence: 1 });
  });
});
