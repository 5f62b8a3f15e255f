import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from "../clock.ts";
import { TOMBSTONE_MS } from "../connection/connection.ts";
import { connectionIdFrom, firstConnectionIdOf } from "../ids.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { PatchRefused } from "../record/patch.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aService, aServiceDeleted } from "../testing/sample-records.ts";
import { relay, sweep } from "../testing/scene.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import { purgeService } from "./purge-service.ts";
import type { Service } from "./service.ts";

async function aTombstone(change: Partial<Service> = {}) {
  const { ports, clock } = memoryWorld();
  const tombstone = aService("acme", { state: "deleted", nextActionAt: clock.now(), ...change });
  await ports.services.insert(tombstone);
  const purge = () => purgeService(ports, tombstone);
  return { ports, clock, tombstone, purge, left: () => ports.services.find(tombstone) };
}

const untold = { outbox: [aServiceDeleted(aService("acme"), 1)] };
const named = { connectionIds: [connectionIdFrom("0".repeat(32))] };

describe("a data service's tombstone whose time has come", () => {
  test("goes", async () => {
    const { purge, left } = await aTombstone();
    await purge();
    expect(await left()).toBeUndefined();
  });

  test.each([
    ["while its events are not out", untold],
    ["while it names a connection, whose tombstone may be there", named],
  ])("stays %s, and is looked at again in an hour", async (_, change) => {
    const { purge, left, tombstone, clock } = await aTombstone(change);
    await purge();
    expect(await left()).toEqual({ ...tombstone, nextActionAt: plus(clock.now(), HOUR_MS), version: 2 });
  });

  test("stays while that of its first connection is there, which no service names any more", async () => {
    const { ports, purge, left, tombstone } = await aTombstone();
    const connectionId = firstConnectionIdOf(tombstone.serviceId);
    await ports.connections.insert(aConnection("acme", { connectionId, state: "deleted" }));
    await purge();
    expect(await left()).toMatchObject({ version: 2 });
  });

  test.each([
    ["that goes", {}],
    ["that stays", untold],
  ])("%s is left alone when it was written meanwhile", async (_, change) => {
    const { purge, left, ports, tombstone } = await aTombstone(change);
    const written = await ports.services.update(tombstone, { when: [], set: { updatedBy: "Somebody" } });
    await purge().catch((error) => expect(error).toBeInstanceOf(PatchRefused));
    expect(await left()).toEqual(written);
  });
});

test("an Idempotency-Key that comes back finds nothing of what it made before, or makes something else", async () => {
  const world = memoryWorld();
  const { ports, iam } = world;
  const idempotent = idempotentRequest(anAdmin.sub, "k1", ["create"]);
  const create = () => createService(ports, anAdmin, { name: "Lake", idempotent });
  const { service } = await create();
  await relay(world);
  await deleteService(ports, anAdmin, service.serviceId, "Lake");
  await relay(world);
  interrupt(ports.deprovisioning, "deleteUser", "throttled"); // its connection's tombstone stays for another hour
  await sweep(world, TOMBSTONE_MS + MINUTE_MS);
  const again = await create();
  expect(again.service.connectionIds).toEqual([again.connection.connectionId]);
  await sweep(world, DAY_MS);
  expect(await ports.services.find(service)).toBeUndefined();
  const { connectionId } = again.connection;
  await resetAccessKey(ports, anAdmin, connectionId, { reason: "other" });
  await deleteService(ports, anAdmin, again.service.serviceId, "Lake");
  expect(iam.allKeys()).toEqual([]);
});
