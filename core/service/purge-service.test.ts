import { describe, expect, test } from "vitest";
import { HOUR_MS, plus } from "../clock.ts";
import { connectionIdFrom } from "../ids.ts";
import { PatchRefused } from "../record/patch.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aService, aServiceDeleted } from "../testing/sample-records.ts";
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
