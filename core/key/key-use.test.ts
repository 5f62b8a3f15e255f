import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { interrupt, ProcessDied } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { isWorthAsking, lookUpUse, serviceOf } from "./key-use.ts";

const user = { cellId: "main", userName: "kt-user" };

async function aKey() {
  const world = memoryWorld();
  await world.iam.createUser(user);
  const key = await world.iam.create(user);
  return { ...world, key };
}

describe("looking up a key's last use", () => {
  test("tells when IAM was asked, and what it said, be it that the key was never used", async () => {
    const { ports, iam, clock, key } = await aKey();
    expect(await lookUpUse(ports, user, key)).toEqual({ askedAt: clock.now(), use: null });
    iam.use(key.accessKeyId);
    clock.advance(MINUTE_MS);
    const use = { at: plus(clock.now(), -MINUTE_MS), service: "s3", region: "us-east-1" };
    expect(await lookUpUse(ports, user, key)).toEqual({ askedAt: clock.now(), use });
  });

  test("of one that IAM does not know says that it is out of use from five minutes of its age on", async () => {
    const { ports, iam, clock, key } = await aKey();
    await iam.delete(user, key.accessKeyId);
    clock.advance(5 * MINUTE_MS - 1);
    expect(await lookUpUse(ports, user, key)).toBeUndefined();
    clock.advance(1);
    expect(await lookUpUse(ports, user, key)).toEqual({ askedAt: clock.now(), use: null });
  });

  test.each(["throttled", "denied", "unknown"] as const)(
    "that is %s says nothing, however old the key",
    async (how) => {
      const { ports, iam, clock, key } = await aKey();
      clock.advance(5 * MINUTE_MS);
      interrupt(iam, "lastUse", how);
      expect(await lookUpUse(ports, user, key)).toBeUndefined();
    },
  );

  test("that fails for a reason of our own is not taken for silence", async () => {
    const { ports, iam, key } = await aKey();
    interrupt(iam, "lastUse", "dies_before");
    await expect(lookUpUse(ports, user, key)).rejects.toThrow(ProcessDied);
  });

  test("is worth it again fifteen minutes after the last one", () => {
    const askedAt = "2026-01-01T00:00:00.000Z";
    const lookUp = { askedAt, use: null };
    expect(isWorthAsking(undefined, askedAt)).toBe(true);
    expect(isWorthAsking(lookUp, plus(askedAt, 15 * MINUTE_MS - 1))).toBe(false);
    expect(isWorthAsking(lookUp, plus(askedAt, 15 * MINUTE_MS))).toBe(true);
  });
});

test("a service that IAM does not name is some service of AWS", () => {
  const use = { at: "2026-01-01T00:00:00.000Z", region: "us-east-1" };
  expect([serviceOf({ ...use, service: "s3" }), serviceOf({ ...use, service: "" })]).toEqual([
    ...["s3", "an AWS service"],
  ]);
});
