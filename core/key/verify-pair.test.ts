import { describe, expect, test } from "vitest";
import { DAY_MS, msBetween, plus } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { PLACE } from "../testing/customer-scene.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { CUSTOMERS_ACCOUNT } from "../testing/memory-pairs.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { verifyPair } from "./verify-pair.ts";

function aPair(change: Parameters<ReturnType<typeof memoryWorld>["pairs"]["make"]>[0] = {}) {
  const world = memoryWorld();
  const pair = world.pairs.make(change);
  return { ...world, pair, verify: () => verifyPair(world.ports, pair, PLACE) };
}

describe("who a pair is of", () => {
  test.each([
    ["arn:aws:iam::111122223333:user/loader", "loader"],
    ["arn:aws-us-gov:iam::111122223333:user/etl/nightly/loader", "loader"],
  ])("is the user that %s names last", async (arn, userName) => {
    const { verify, pair } = aPair({ arn });
    expect(await verify()).toMatchObject({
      ...{ accessKeyId: pair.accessKeyId, accountId: CUSTOMERS_ACCOUNT, userName },
    });
  });

  test.each([
    ["root", "arn:aws:iam::111122223333:root"],
    ["temporary", "arn:aws:iam::111122223333:role/loader"],
    ["temporary", "arn:aws:sts::111122223333:user/loader"],
    ["temporary", "arn:aws:sts::111122223333:root"],
    ["temporary", "arn:aws:iam::111122223333"],
  ])("is refused as %s where AWS says %s", async (check, arn) => {
    await expect(aPair({ arn }).verify()).rejects.toMatchObject({
      code: "credentials_rejected",
      more: { params: { check } },
    });
  });
});

describe("the age of a pair", () => {
  test.each([
    ["what AWS tells", -DAY_MS, -DAY_MS],
    ["when it was given, though AWS tells a later time", 1, 0],
  ])("is %s", async (_, toldMs, countedMs) => {
    const { verify, clock, pairs, pair } = aPair({ tellsAge: true });
    const now = clock.now();
    Object.assign(pairs.keys.get(pair.accessKeyId) ?? {}, { createdAt: plus(now, toldMs) });
    expect((await verify()).createdAt).toBe(plus(now, countedMs));
  });

  test("is when it was given, not when it passed, where AWS tells none", async () => {
    const { verify, clock, pairs, pair } = aPair();
    const givenAt = clock.now();
    Object.assign(pairs.keys.get(pair.accessKeyId) ?? {}, { knownFrom: plus(givenAt, 2_000) });
    expect((await verify()).createdAt).toBe(givenAt);
    expect(clock.now()).toBe(plus(givenAt, 2_000));
  });
});

describe("a pair that AWS does not know yet", () => {
  test.each([
    ["passes when it is known by the last question", 7_000, "passes"],
    ["is refused when it is known a millisecond later", 7_001, "identity"],
  ])("%s, seven seconds after it was given", async (_, knownAfterMs, outcome) => {
    const { verify, clock, pairs, pair } = aPair();
    const givenAt = clock.now();
    Object.assign(pairs.keys.get(pair.accessKeyId) ?? {}, { knownFrom: plus(givenAt, knownAfterMs) });
    const verified = verify();
    if (outcome === "passes") await verified;
    else {
      await expect(verified).rejects.toMatchObject({
        code: "credentials_rejected",
        detail: expect.stringContaining("not known yet. Nothing was changed."),
        more: { params: { check: outcome } },
      });
    }
    expect(msBetween(givenAt, clock.now())).toBe(7_000);
  });

  test("and then no longer answers about is refused as not known, not for AWS's silence", async () => {
    const { verify, pairs } = aPair({ active: false });
    afterNext(pairs, "identify", () => {
      pairs.isSilent = true;
    });
    await expect(verify()).rejects.toMatchObject({ more: { params: { check: "identity" } } });
  });

  test("and knows when it lists is waited for, too", async () => {
    const { verify, clock, pairs, pair } = aPair();
    const givenAt = clock.now();
    beforeNext(pairs, "list", async () => {
      Object.assign(pairs.keys.get(pair.accessKeyId) ?? {}, { knownFrom: plus(givenAt, 700) });
    });
    await verify();
    expect(clock.now()).toBe(plus(givenAt, 1_000));
  });
});

describe("a pair that is refused", () => {
  test.each([
    ["no_permission", "The pair may not list the bucket's folder (s3:ListBucket)."],
    ["no_such_bucket", "There is no such bucket."],
    ["other_region", "The bucket is in another region."],
  ] as const)("for its listing says why: %s", async (reason, detail) => {
    const error = await aPair({ listing: reason })
      .verify()
      .catch((refused: unknown) => refused);
    expect(error).toMatchObject({
      code: "credentials_rejected",
      detail: `${detail} Nothing was changed.`,
    });
    expect(error).toHaveProperty("more", { params: { check: "listing", reason } });
  });

  test("for anything else has no reason beside its check", async () => {
    const error = await aPair({ arn: "arn:aws:iam::111122223333:root" })
      .verify()
      .catch((refused: unknown) => refused);
    expect(error instanceof DomainError && error.more).toStrictEqual({ params: { check: "root" } });
  });

  test.each(["identify", "list"] as const)(
    "because AWS fails at %s is not refused as such",
    async (method) => {
      const { verify, pairs } = aPair();
      interrupt(pairs, method, "throttled");
      await expect(verify()).rejects.toMatchObject({ failure: "throttled" });
    },
  );
});
