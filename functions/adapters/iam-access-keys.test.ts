import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type Instant, plus } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { AccessKeys } from "../../core/key/access-keys.ts";
import { reveal } from "../../core/secret.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { type Behaviour, iamError, openFakeAws } from "../../test/support/fake-aws.ts";
import { accessKeysClient } from "../clients.ts";
import { MAIN_CELL, singleCell } from "./cells.ts";
import { iamAccessKeys } from "./iam-access-keys.ts";

const user = { cellId: MAIN_CELL, userName: "kt-user" };
const throttled = iamError(400, "Throttling");
const KEY_ID = "AKIAOLD0000000000001";
const listed: Behaviour = {
  status: 200,
  body: `<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member>
    <UserName>kt-user</UserName><AccessKeyId>${KEY_ID}</AccessKeyId><Status>Active</Status>
    <CreateDate>2026-01-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>
    </ListAccessKeysResult></ListAccessKeysResponse>`,
};
const issued: Behaviour = {
  status: 200,
  body: `<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>kt-user</UserName>
    <AccessKeyId>AKIANEW0000000000001</AccessKeyId><Status>Active</Status>
    <SecretAccessKey>the-secret</SecretAccessKey><CreateDate>2026-01-01T00:00:00Z</CreateDate>
    </AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>`,
};

async function against(behave: (body: string, asked: number) => Behaviour, leftMs = 15_000) {
  const fake = await openFakeAws(behave);
  const clock = new TestClock();
  const cells = singleCell({ accountId: "000000000000", iam: accessKeysClient(fake.reach) });
  const keys = iamAccessKeys(cells, clock);
  return { ...fake, clock, keys, until: plus(clock.now(), leftMs) };
}

const failureOfCall = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail("it was answered"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(CallFailed);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("SPILLED");
      return error as CallFailed;
    },
  );

const unknownOutcomes: [string, Behaviour][] = [
  ["a 500", iamError(500, "ServiceFailure")],
  ["a 503", iamError(503, "ServiceUnavailable")],
  ["a broken connection", "resets"],
  ["an answer that is not XML", { status: 200, body: "<CreateAccessKeyResponse><Acc" }],
  ["an answer without a key", { status: 200, body: "<CreateAccessKeyResponse/>" }],
  ["an error that is not XML", { status: 502, body: "<html>Bad gateway SPILLED" }],
];

test.each(unknownOutcomes)("sends a create once and knows nothing after %s", async (_, behaviour) => {
  await using iam = await against(() => behaviour);
  expect((await failureOfCall(iam.keys.create(user, iam.until))).failure).toBe("unknown");
  expect(iam.asked).toHaveLength(1);
});

test("aborts a call that gets no answer by its time, and knows nothing", async () => {
  await using iam = await against(() => "hangs", 60);
  for (const call of ["create", "list"] as const) {
    expect((await failureOfCall(iam.keys[call](user, iam.until))).failure).toBe("unknown");
  }
  expect(iam.asked).toHaveLength(2);
});

test("starts no call when its time is over", async () => {
  await using iam = await against(() => issued, 0);
  expect(await failureOfCall(iam.keys.create(user, iam.until))).toMatchObject({
    failure: "unknown",
    awsErrorName: "OutOfTime",
  });
  expect(iam.asked).toHaveLength(0);
});

test.each([
  ["AccessDenied", 403, "denied"],
  ["LimitExceeded", 409, "limit_exceeded"],
  ["NoSuchEntity", 404, "missing"],
] as const)("sends a create once when IAM says %s", async (code, status, failure) => {
  await using iam = await against(() => iamError(status, code));
  expect((await failureOfCall(iam.keys.create(user, iam.until))).failure).toBe(failure);
  expect(iam.asked.filter((body) => body.includes("Action=CreateAccessKey"))).toHaveLength(1);
});

test.each(["create", "delete", "lastUse"] as const)(
  "a refused %s of a user that is gone is missing, and of one that is there it is denied",
  async (call) => {
    const make = { create: "CreateAccessKey", delete: "DeleteAccessKey", lastUse: "GetAccessKeyLastUsed" };
    const refuses = (body: string) => body.includes(make[call]) && iamError(403, "AccessDenied");
    const ask = (keys: AccessKeys, until: Instant) =>
      call === "create" ? keys.create(user, until) : keys[call](user, KEY_ID, until);
    await using without = await against((body) => refuses(body) || iamError(404, "NoSuchEntity"));
    expect((await failureOfCall(ask(without.keys, without.until))).failure).toBe("missing");
    await using there = await against((body) => refuses(body) || listed);
    expect((await failureOfCall(ask(there.keys, there.until))).failure).toBe("denied");
    await using silent = await against((body) => refuses(body) || iamError(500, "InternalFailure"));
    expect((await failureOfCall(ask(silent.keys, silent.until))).failure).toBe("denied");
  },
);

test("sends again what IAM throttled, and gives what it then issued", async () => {
  await using iam = await against((_, asked) => (asked < 3 ? throttled : issued));
  const key = await iam.keys.create(user, iam.until);
  expect(iam.asked).toHaveLength(3);
  expect(iam.asked.every((body) => body.includes("Action=CreateAccessKey"))).toBe(true);
  expect({ ...key, secretAccessKey: reveal(key.secretAccessKey) }).toEqual({
    accessKeyId: "AKIANEW0000000000001",
    secretAccessKey: "the-secret",
    createdAt: "2026-01-01T00:00:00.000Z",
  });
  expect(inspect(key)).not.toContain("the-secret");
});

test("gives up on throttling after three more attempts", async () => {
  await using iam = await against(() => throttled);
  expect((await failureOfCall(iam.keys.delete(user, "AKIAOLD0000000000001", iam.until))).failure).toBe(
    "throttled",
  );
  expect(iam.asked).toHaveLength(4);
});

test("sends nothing again that would come too late", async () => {
  await using iam = await against(() => throttled, 1_000);
  expect((await failureOfCall(iam.keys.create(user, iam.until))).failure).toBe("throttled");
  expect(iam.asked).toHaveLength(2); // the second pause, 800 ms, would end after the time
});

test("does not send again what failed after it had been throttled", async () => {
  await using iam = await against((_, asked) => (asked === 1 ? throttled : iamError(500, "ServiceFailure")));
  expect((await failureOfCall(iam.keys.create(user, iam.until))).failure).toBe("unknown");
  expect(iam.asked).toHaveLength(2);
});
