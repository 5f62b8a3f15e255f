import { expect, test } from "vitest";
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
