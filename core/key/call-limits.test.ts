import { describe, expect, test } from "vitest";
import { type Instant, MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { auditKeys, listKeys } from "./audit-keys.ts";
import { createKey } from "./create-key.ts";
import { deleteAllKeys } from "./delete-keys.ts";
import type { Held } from "./held.ts";
import { activateKey, deactivateKey, deleteKey, deleteKeyPersistently } from "./key-calls.ts";
import { callsEndAt, newOperation, takenOver } from "./operation.ts";

const begun = {
  id: "operation-1",
  kind: "issue",
  compromised: false,
  by: "Ada",
  correlationId: "r",
} as const;

/** A user with one key that the record names as current, and an operation that was begun just now. */
async function heldKey() {
  const world = memoryWorld();
  const now = world.clock.now();
  const connection = aConnection("acme", { createdOn: now, updatedOn: now });
  await world.iam.createUser(connection);
  const { accessKeyId, createdAt } = await world.iam.create(connection);
  const current = { accessKeyId, createdAt, state: "active" as const };
  const held: Held = { ...connection, current, operation: newOperation(begun, now) };
  return { ...world, held, key: current, until: callsEndAt(held.operation) };
}

const nothing = () => ({ deletedIds: [], unmanaged: [] });
const outOfTime = (call: string) => ({ call, failure: "unknown", awsErrorName: "OutOfTime" });

const changes = [
  ["deleting a key", deleteKey, "DeleteAccessKey"],
  ["deactivating a key", deactivateKey, "UpdateAccessKey"],
  ["activating a key", activateKey, "UpdateAccessKey"],
] as const;

describe.each(changes)("%s", (_, change, call) => {
  test("is sent up to the last millisecond of its time, and not in the one after", async () => {
    const { ports, iam, clock, held, key, until } = await heldKey();
    interrupt(iam, "delete", "throttled");
    interrupt(iam, "deactivate", "throttled");
    interrupt(iam, "activate", "throttled");
    clock.advance(15 * SECOND_MS - 1);
    await expect(change(ports, held, key, until)).rejects.toMatchObject({ failure: "throttled" });
    clock.advance(1);
    await expect(change(ports, held, key, until)).rejects.toMatchObject(outOfTime(call));
  });

  test("of one that IAM does not know, and that is younger than five minutes, may have been done", async () => {
    const { ports, iam, clock, held, key } = await heldKey();
    await iam.delete(held, key.accessKeyId);
    clock.advance(5 * MINUTE_MS - 1);
    await expect(change(ports, held, key, plus(clock.now(), 1))).rejects.toMatchObject({
      ...{ call, failure: "unknown", awsErrorName: "NotYetVisible" },
    });
  });
});

describe("activating a key", () => {
  test("that IAM does not know is impossible once it is five minutes old: it is gone for good", async () => {
    const { ports, iam, clock, held, key } = await heldKey();
    await iam.delete(held, key.accessKeyId);
    clock.advance(5 * MINUTE_MS);
    const activated = activateKey(ports, held, key, plus(clock.now(), 1));
    await expect(activated).rejects.toMatchObject({ failure: "missing" });
  });

  test.each(["throttled", "denied", "unknown"] as const)("fails as IAM says: %s", async (failure) => {
    const { ports, iam, held, key, until } = await heldKey();
    interrupt(iam, "activate", failure);
    await expect(activateKey(ports, held, key, until)).rejects.toMatchObject({ failure, awsErrorName: "" });
  });
});

describe("deleting a key persistently", () => {
  test.each([
    ["no more than a pause is left", 200, false, 0],
    ["a millisecond more than a pause is left", 201, true, 200],
  ])("when %s", async (_, leftMs, isDone, sleptMs) => {
    const { ports, iam, clock, held, key } = await heldKey();
    const before = clock.now();
    interrupt(iam, "delete", "throttled");
    expect(await deleteKeyPersistently(ports, held, key, plus(before, leftMs))).toBe(isDone);
    expect(clock.now()).toBe(plus(before, sleptMs));
  });
});

describe("deleting all keys of a connection", () => {
  test("is tried by a request again and again, until its time is up", async () => {
    const { ports, iam, clock, held, key, until } = await heldKey();
    interrupt(iam, "delete", "throttled");
    expect(await deleteAllKeys(ports, held)).toEqual([key.accessKeyId]);
    iam.delete = async () => Promise.reject(new CallFailed("DeleteAccessKey", "throttled"));
    const failed = deleteAllKeys(ports, held);
    await expect(failed).rejects.toMatchObject({ call: "DeleteAccessKey", failure: "unknown" });
    expect(clock.now() < until).toBe(true);
  });

  test("is tried by a recovery once: others wait behind it, and it comes again", async () => {
    const { ports, iam, clock, held } = await heldKey();
    const operation = takenOver(held.operation, "operation-2", clock.now());
    const before = clock.now();
    interrupt(iam, "delete", "throttled");
    await expect(deleteAllKeys(ports, { ...held, operation })).rejects.toMatchObject({
      failure: "throttled",
    });
    expect(clock.now()).toBe(before);
  });
});

describe("looking at IAM's list", () => {
  test.each([
    ["not begun once its time is up", 0, "ListAccessKeys"],
    ["and not gone on with, where the list took all of it", 1, "GetAccessKeyLastUsed"],
  ])("is %s", async (_, leftMs, call) => {
    const { ports, iam, clock, held } = await heldKey();
    const { accessKeyId, createdAt } = await iam.create(held);
    const list = iam.list.bind(iam);
    iam.list = async (user) => {
      clock.advance(leftMs);
      return list(user);
    };
    const around = [{ from: createdAt, to: createdAt, recoveredAt: createdAt }];
    const audited = auditKeys(ports, held, around, plus(clock.now(), leftMs));
    await expect(audited).rejects.toMatchObject(outOfTime(call));
    expect(iam.works(accessKeyId)).toBe(true);
  });

  test("shows no key of a user that IAM does not know, unless the user may be too new to be seen", async () => {
    const { ports, clock } = memoryWorld();
    const ofAge = (ms: number): [Held, Instant] => [
      {
        ...aConnection("acme", { createdOn: plus(clock.now(), -ms) }),
        operation: newOperation(begun, SAMPLE_TIME),
      },
      plus(clock.now(), SECOND_MS),
    ];
    expect(await listKeys(ports, ...ofAge(5 * MINUTE_MS))).toEqual([]);
    await expect(listKeys(ports, ...ofAge(5 * MINUTE_MS - 1))).rejects.toMatchObject({ failure: "missing" });
  });
});

describe("creating a key", () => {
  test.each([
    ["at all", 0, 0],
    ["for a user that IAM came not to know in time", 500, 1],
    ["for one that took all of its pauses", 6_500, 4],
  ])("is not sent after its time %s", async (_, leftMs, sent) => {
    const { ports, iam, clock, held } = await heldKey();
    const create = iam.create.bind(iam);
    let calls = 0;
    iam.create = async (user) => {
      calls += 1;
      if (calls <= sent) throw new CallFailed("CreateAccessKey", "missing");
      return create(user);
    };
    clock.advance(15 * SECOND_MS - leftMs);
    await expect(createKey(ports, held, nothing())).rejects.toMatchObject(outOfTime("CreateAccessKey"));
    expect(calls).toBe(sent);
  });

  test("is not sent again after its time, where an orphan made room", async () => {
    const { ports, iam, clock, held } = await heldKey();
    const { accessKeyId, createdAt } = await iam.create(held);
    const remove = iam.delete.bind(iam);
    iam.delete = async (...args) => {
      clock.advance(15 * SECOND_MS);
      return remove(...args);
    };
    const windows = [{ from: createdAt, to: createdAt, recoveredAt: createdAt }];
    const findings = nothing();
    const created = createKey(ports, { ...held, windows }, findings);
    await expect(created).rejects.toMatchObject(outOfTime("CreateAccessKey"));
    expect(findings).toEqual({ deletedIds: [accessKeyId], unmanaged: [] });
    expect(iam.allKeys()).toHaveLength(1);
  });

  test("fails as IAM refused it, where the list shows nobody's key: it is only late", async () => {
    const { ports, iam, held } = await heldKey();
    interrupt(iam, "create", "limit_exceeded");
    const created = createKey(ports, held, nothing());
    await expect(created).rejects.toMatchObject({ call: "CreateAccessKey", failure: "limit_exceeded" });
  });

  test.each([
    ["is waited for, up to five minutes after the record's last change", 5 * MINUTE_MS - 1, "answered"],
    ["is gone for good from then on", 5 * MINUTE_MS, "user_missing"],
  ])("a user that IAM does not know %s", async (_, ms, code) => {
    const { iam, clock, reset } = await aScene();
    clock.advance(ms);
    interrupt(iam, "create", "missing");
    expect(await codeOf(reset())).toBe(code);
  });
});
