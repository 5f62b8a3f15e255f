import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed, failureOf } from "../errors.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { deactivateKey, deleteKey, deleteKeyPersistently } from "./key-calls.ts";

const user = { cellId: "main", userName: "kt-user" };

async function aKey() {
  const world = memoryWorld();
  await world.iam.createUser(user);
  const key = await world.iam.create(user);
  const until = plus(world.clock.now(), 15_000);
  return { ...world, key, until };
}

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (error: unknown) => failureOf(error) ?? error,
  );

describe.each([
  ["deleting", deleteKey],
  ["deactivating", deactivateKey],
])("%s a key", (_, change) => {
  test("ends when IAM confirms it", async () => {
    const { ports, iam, key, until } = await aKey();
    await change(ports, user, key, until);
    expect(iam.works(key.accessKeyId)).toBe(false);
  });

  test("that IAM does not know is unknown while the key is younger than five minutes", async () => {
    const { ports, iam, clock, key } = await aKey();
    await iam.delete(user, key.accessKeyId);
    const young = { ...key, createdAt: plus(clock.now(), -5 * MINUTE_MS + 1) };
    expect(await outcome(change(ports, user, young, plus(clock.now(), 15_000)))).toBe("unknown");
  });

  test("that IAM does not know is done when the key is five minutes old", async () => {
    const { ports, iam, clock, key } = await aKey();
    await iam.delete(user, key.accessKeyId);
    clock.advance(5 * MINUTE_MS);
    expect(await outcome(change(ports, user, key, plus(clock.now(), 15_000)))).toBe("done");
  });

  test("that IAM did not know while it was young is unknown, however late the answer comes", async () => {
    const { ports, iam, clock, key, until } = await aKey();
    const late = async () => {
      clock.advance(10 * MINUTE_MS);
      throw new CallFailed("late", "missing");
    };
    Object.assign(iam, { delete: late, deactivate: late });
    expect(await outcome(change(ports, user, key, until))).toBe("unknown");
  });

  test("does not begin once its time is up", async () => {
    const { ports, iam, clock, key, until } = await aKey();
    clock.advance(15_000);
    expect(await outcome(change(ports, user, key, until))).toBe("unknown");
    expect(iam.works(key.accessKeyId)).toBe(true);
  });
});

describe("deleting a key persistently", () => {
  test("goes on after failures of every kind", async () => {
    const { ports, iam, key, until } = await aKey();
    interrupt(iam, "delete", "throttled", "unknown", "denied");
    expect(await deleteKeyPersistently(ports, user, key, until)).toBe(true);
    expect(iam.allKeys()).toEqual([]);
  });

  test("gives up before its time is over and says so", async () => {
    const { ports, iam, clock, key, until } = await aKey();
    interrupt(iam, "delete", ...Array<"throttled">(50).fill("throttled"));
    expect(await deleteKeyPersistently(ports, user, key, until)).toBe(false);
    expect(clock.now() < until).toBe(true);
    expect(iam.works(key.accessKeyId)).toBe(true);
  });
});
