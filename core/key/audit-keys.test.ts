import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import { failureOf } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { auditKeys, plainlyUnmanaged } from "./audit-keys.ts";

/** A user with one key, made just now, that the record does not name. */
async function anUnknownKey() {
  const world = memoryWorld();
  const connection = aConnection("acme");
  await world.iam.createUser(connection);
  const { accessKeyId, createdAt } = await world.iam.create(connection);
  const now = world.clock.now();
  const around = [{ from: plus(now, -5_000), to: plus(now, 30_000), recoveredAt: now }];
  const key = { accessKeyId, createdAt, active: true };
  return { ...world, connection, key, around, until: plus(now, 15_000) };
}

describe("auditing a user's keys", () => {
  test("deletes a key made in a window and never used", async () => {
    const { ports, iam, connection, key, around, until } = await anUnknownKey();
    const found = await auditKeys(ports, connection, around, until);
    expect(found).toEqual({ deletedIds: [key.accessKeyId], unmanaged: [] });
    expect(iam.allKeys()).toEqual([]);
  });

  test("spares a key made in a window that was used", async () => {
    const { ports, iam, connection, key, around, until } = await anUnknownKey();
    iam.use(key.accessKeyId);
    expect(await auditKeys(ports, connection, around, until)).toEqual({ deletedIds: [], unmanaged: [key] });
    expect(iam.works(key.accessKeyId)).toBe(true);
  });

  test("spares a key made outside every window, used or not", async () => {
    const { ports, iam, clock, connection, key, until } = await anUnknownKey();
    const before = plus(clock.now(), -60_000);
    const elsewhere = [{ from: before, to: plus(before, 35_000), recoveredAt: before }];
    expect(await auditKeys(ports, connection, elsewhere, until)).toEqual({
      deletedIds: [],
      unmanaged: [key],
    });
    expect(iam.works(key.accessKeyId)).toBe(true);
  });

  test.each([
    [
      "current",
      (key: { accessKeyId: string; createdAt: string }) => ({
        current: { ...key, state: "active" as const },
      }),
    ],
    [
      "retiring",
      (key: { accessKeyId: string; createdAt: string }) => ({
        retiring: { ...key, state: "doomed" as const },
      }),
    ],
    ["deleted lately", (key: { accessKeyId: string }) => ({ deletedKeys: [key.accessKeyId] })],
  ])("leaves a key alone that the record names as %s", async (_, named) => {
    const { ports, iam, connection, key, around, until } = await anUnknownKey();
    const found = await auditKeys(ports, { ...connection, ...named(key) }, around, until);
    expect(found).toEqual({ deletedIds: [], unmanaged: [] });
    expect(iam.works(key.accessKeyId)).toBe(true);
  });

  test.each(["list", "lastUse", "delete"] as const)(
    "fails, and destroys nothing, when %s does",
    async (method) => {
      const { ports, iam, connection, key, around, until } = await anUnknownKey();
      interrupt(iam, method, "unknown");
      const failure = await auditKeys(ports, connection, around, until).catch(failureOf);
      expect(failure).toBe("unknown");
      expect(iam.works(key.accessKeyId)).toBe(true);
    },
  );
});

test("a key is plainly somebody else's only outside the record and its windows", async () => {
  const { connection, key, around } = await anUnknownKey();
  expect(plainlyUnmanaged(connection, [key])).toEqual([key.accessKeyId]);
  expect(plainlyUnmanaged({ ...connection, windows: around }, [key])).toEqual([]);
  expect(plainlyUnmanaged({ ...connection, deletedKeys: [key.accessKeyId] }, [key])).toEqual([]);
});
