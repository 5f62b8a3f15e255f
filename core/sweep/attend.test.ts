import { describe, expect, test } from "vitest";
import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import { newOperation } from "../key/operation.ts";
import { policiesOfPass } from "../policy/policies-of-pass.ts";
import { type MemoryWorld, memoryWorld } from "../testing/memory-ports.ts";
import { aLeftover } from "../testing/sample-notices.ts";
import { aConnection, aPolicyRecord, aService } from "../testing/sample-records.ts";
import { aScene } from "../testing/scene.ts";
import type { Due } from "./agenda.ts";
import { attend } from "./attend.ts";

const org = "acme";
const EVENT_ID = "01900000-0000-7000-8000-000000000001";

function attendTo({ ports, clock }: MemoryWorld, due: Due): Promise<void> {
  const until = plus(clock.now(), MINUTE_MS);
  return attend(ports, due, { policies: policiesOfPass(ports), connectionOf: ports.connections.find, until });
}

/** A record of each kind that comes next at that time, and whether it is as it was. */
const records: Record<
  Due["kind"],
  (world: MemoryWorld, at: Instant) => Promise<[Due, () => Promise<boolean>]>
> = {
  connection: async ({ ports }, nextActionAt) => {
    const connection = aConnection(org, { state: "deleted", nextActionAt });
    await ports.connections.insert(connection);
    const isThere = async () => (await ports.connections.find(connection)) !== undefined;
    return [{ kind: "connection", org, connectionId: connection.connectionId }, isThere];
  },
  service: async ({ ports }, nextActionAt) => {
    const service = aService(org, { state: "deleted", nextActionAt });
    await ports.services.insert(service);
    const isThere = async () => (await ports.services.find(service)) !== undefined;
    return [{ kind: "service", org, serviceId: service.serviceId }, isThere];
  },
  leftover: async ({ ports, asked }, nextActionAt) => {
    const leftover = { ...aLeftover(org, EVENT_ID), nextActionAt };
    await ports.leftovers.insert(leftover);
    const isThere = async () => (await ports.leftovers.find(leftover)) !== undefined && asked.length === 0;
    return [{ kind: "leftover", org, eventId: EVENT_ID }, isThere];
  },
  policy: async ({ ports }, nextActionAt) => {
    await ports.policies.insert(aPolicyRecord(org, { replanning: {}, nextActionAt }));
    const isToPlan = async () => (await ports.policies.find({ org }))?.replanning !== undefined;
    return [{ kind: "policy", org }, isToPlan];
  },
};

describe.each(Object.entries(records))("a %s that is nominated", (_, put) => {
  test("is attended to from its instant on", async () => {
    const world = memoryWorld();
    const [due, isUntouched] = await put(world, world.clock.now());
    await attendTo(world, due);
    expect(await isUntouched()).toBe(false);
  });

  test("is left alone when by now it is due later", async () => {
    const world = memoryWorld();
    const [due, isUntouched] = await put(world, plus(world.clock.now(), 1));
    await attendTo(world, due);
    expect(await isUntouched()).toBe(true);
  });
});

test.each<Due>([
  { kind: "connection", org, connectionId: "con_gone" },
  { kind: "service", org, serviceId: "svc_gone" },
  { kind: "leftover", org, eventId: EVENT_ID },
  { kind: "policy", org },
])("what is nominated and is gone is passed over: $kind", async (due) => {
  await expect(attendTo(memoryWorld(), due)).resolves.toBeUndefined();
});

describe("an operation", () => {
  /** What is left of one that began so long ago. */
  async function beganAgo(ms: number) {
    const scene = await aScene();
    const now = scene.clock.now();
    const begun = { id: "operation-1", compromised: false, by: "Ada Admin", correlationId: "request-1" };
    const operation = newOperation({ ...begun, kind: "issue" }, plus(now, -ms));
    await scene.ports.connections.update(scene.ref, { when: [], set: { operation, nextActionAt: now } });
    await attendTo(scene, { kind: "connection", ...scene.ref });
    return (await scene.record()).operation;
  }

  test("that may still be going on is left to whoever holds it", async () => {
    expect(await beganAgo(MINUTE_MS - 1)).toMatchObject({ id: "operation-1" });
  });

  test("whose lease ran out just now is finished", async () => {
    expect(await beganAgo(MINUTE_MS)).toBeUndefined();
  });
});
