import { expect, test } from "vitest";
import { plus, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { SHARDS } from "../record/shards.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aKeyCreated } from "../testing/sample-records.ts";
import type { ItemKey } from "./outboxes.ts";
import { relayShard } from "./relay-shard.ts";

const FAR = "2999-01-01T00:00:00.000Z";

async function threeOutboxes() {
  const world = memoryWorld();
  const all = Array.from({ length: 3 }, () => aConnection("acme"));
  for (const one of all)
    await world.ports.connections.insert({ ...one, outbox: [aKeyCreated(one, 1)], sequence: 1 });
  const relay = async (until = FAR) => {
    let failed = 0;
    for (let shard = 0; shard < SHARDS; shard++)
      failed += (await relayShard(world.ports, shard, until)).failed;
    return failed;
  };
  return { ...world, all, relay };
}

test("a pass delivers every outbox there is", async () => {
  const { relay, bus, ports, all } = await threeOutboxes();
  expect(await relay()).toBe(0);
  expect(bus.events).toHaveLength(3);
  for (const one of all) expect((await ports.connections.find(one))?.outbox).toEqual([]);
});

test("an outbox that cannot be delivered does not keep the others waiting, and is delivered later", async () => {
  const { relay, bus, ports, all, warnings } = await threeOutboxes();
  const publish = bus.publish.bind(bus);
  ports.bus.publish = async (events) => {
    const isBad = events.some(
      (event) => "connectionId" in event.data && event.data.connectionId === all[1]?.connectionId,
    );
    if (isBad) throw new CallFailed("PutEvents", "unknown");
    return publish(events);
  };
  expect(await relay()).toBe(1);
  expect(bus.events).toHaveLength(2);
  expect(warnings).toHaveLength(1);
  ports.bus.publish = publish;
  expect(await relay()).toBe(0);
  expect(bus.events).toHaveLength(3);
});

test("a pass whose time is up leaves the rest to the next one", async () => {
  const { relay, bus, clock } = await threeOutboxes();
  expect(await relay(clock.now())).toBe(0);
  expect(bus.events).toEqual([]);
  await relay();
  expect(bus.events).toHaveLength(3);
});

test("an outbox that cannot be read does not keep the others waiting", async () => {
  const { relay, bus, ports, all, warnings } = await threeOutboxes();
  const { read, readAll } = ports.outboxes;
  const isBad = ({ sk }: ItemKey) => sk.endsWith(all[1]?.connectionId ?? "");
  const unreadable = new Error("not an event of this version");
  ports.outboxes.read = async (key) => (isBad(key) ? Promise.reject(unreadable) : read(key));
  ports.outboxes.readAll = async (keys) => (keys.some(isBad) ? Promise.reject(unreadable) : readAll(keys));
  expect(await relay()).toBe(1);
  expect(bus.events).toHaveLength(2);
  expect(warnings).toHaveLength(1);
});

test.each([
  [
    "what AWS was asked for",
    new CallFailed("Query", "throttled", "Throttling"),
    "Query: throttled (Throttling)",
  ],
  ["the kind of a fault of Keyturn's own, which could hold anything", new TypeError("a secret"), "TypeError"],
])("operators are told which outbox waits, and %s", async (_, fault, error) => {
  const { relay, ports, all } = await threeOutboxes();
  const [bad] = all;
  const { read } = ports.outboxes;
  const told: object[] = [];
  ports.log.warn = (_text, facts) => void told.push(facts);
  ports.outboxes.readAll = async () => Promise.reject(fault);
  ports.outboxes.read = async (key) =>
    key.sk.endsWith(bad?.connectionId ?? "") ? Promise.reject(fault) : read(key);
  await relay();
  expect(told).toEqual([{ item: `CONNECTION#${bad?.connectionId}`, error }]);
});

/** All in one shard's one page, as they come. */
async function aPage(count: number) {
  const world = memoryWorld();
  const all = Array.from({ length: count }, () => aConnection("acme"));
  for (const one of all)
    await world.ports.connections.insert({ ...one, outbox: [aKeyCreated(one, 1)], sequence: 1 });
  const items = all.map(({ connectionId }): ItemKey => ({ pk: "acme", sk: `CONNECTION#${connectionId}` }));
  const since = "2026-01-01T00:00:00.000Z";
  world.ports.outboxes.nominated = async () => ({ items, since });
  return { ...world, items, since };
}

test("ten outboxes share a call, as many as one call takes of events", async () => {
  const { ports, bus, items } = await aPage(20);
  const { readAll } = ports.outboxes;
  const asked: number[] = [];
  ports.outboxes.readAll = async (keys) => {
    asked.push(keys.length);
    return readAll(keys);
  };
  expect((await relayShard(ports, 0, FAR)).failed).toBe(0);
  expect(asked).toEqual([10, 10]);
  expect(bus.events).toHaveLength(items.length);
});

test("a pass whose time comes while outboxes fail one by one tells what it has come upon by then", async () => {
  const { ports, clock, since } = await aPage(3);
  ports.outboxes.readAll = async () => Promise.reject(new CallFailed("BatchGetItem", "throttled"));
  let asked = 0;
  ports.outboxes.read = async () => {
    asked += 1;
    clock.advance(SECOND_MS);
    throw new CallFailed("GetItem", "throttled");
  };
  const until = plus(clock.now(), 2 * SECOND_MS);
  expect(await relayShard(ports, 0, until)).toEqual({ failed: 2, waitingSince: since });
  expect(asked).toBe(2);
});

test("a shard is gone through page by page, whatever fails, and tells since when its first outbox has waited", async () => {
  const { ports, all, bus } = await threeOutboxes();
  const { nominated } = ports.outboxes;
  const items: ItemKey[] = [];
  for (let shard = 0; shard < SHARDS; shard++) items.push(...(await nominated(shard)).items);
  ports.outboxes.nominated = async (_shard, after) => {
    const place = Number(after ?? 0);
    const since = `2026-01-0${place + 1}T00:00:00.000Z`;
    return { items: items.slice(place, place + 1), since, ...(place < 2 && { next: String(place + 1) }) };
  };
  const publish = bus.publish.bind(bus);
  let calls = 0;
  ports.bus.publish = async (events) => {
    calls += 1;
    if (calls <= 5) throw new CallFailed("PutEvents", "unknown"); // all that is tried of the first
    return publish(events);
  };
  expect(await relayShard(ports, 0, FAR)).toEqual({ failed: 1, waitingSince: "2026-01-01T00:00:00.000Z" });
  expect(bus.events).toHaveLength(all.length - 1);
});
