import { expect, test } from "vitest";
import type { DomainError } from "../errors.ts";
import { noDependents } from "../pipeline/dependents.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import type { KeyUse } from "./access-key.ts";
import {
  deletionHeldUp,
  keyChanged,
  keyStillInUse,
  keyTooOld,
  noKeyIsMadeHere,
  oldKeyInTheWay,
  oldKeyStillWorks,
  removalNotAllowed,
  rotationInProgress,
  tooManyIdempotencyKeys,
  tooManyOperations,
  unmanagedKeyPresent,
  userMissing,
} from "./refusals.ts";

const ID = "AKIACURRENT000001";
const OTHER = "AKIAOTHER00000001";
const current = { accessKeyId: ID, createdAt: SAMPLE_TIME, state: "active" as const };

/** What a person reads has to say what a program is told, and a translation needs both. */
const refusals: [error: DomainError, code: string, says: RegExp, more: DomainError["more"]][] = [
  [
    unmanagedKeyPresent([ID, OTHER]),
    "unmanaged_key_present",
    /\(AKIACURRENT000001, AKIAOTHER00000001\)/,
    { params: { accessKeyIds: `${ID} ${OTHER}` } },
  ],
  [
    deletionHeldUp([ID]),
    "unmanaged_key_present",
    /\(AKIACURRENT000001\)\. Have .+ The deletion has begun, and goes on when it is gone\.$/,
    { params: { accessKeyIds: ID } },
  ],
  [userMissing("loader"), "user_missing", /IAM user loader\./, { params: { userName: "loader" } }],
  [keyChanged({ current }), "key_changed", /is AKIACURRENT000001 by now/, { params: { accessKeyId: ID } }],
  [keyChanged({}), "key_changed", /no access key by now/, { params: { accessKeyId: "" } }],
  [
    tooManyIdempotencyKeys(),
    "too_many_idempotency_keys",
    /remembers 20 requests/,
    { params: { max: 20 }, retryAfterSeconds: 3600 },
  ],
  [
    tooManyOperations(6, SAMPLE_TIME, SAMPLE_TIME),
    "too_many_operations",
    /6 times a minute/,
    { params: { max: 6 }, retryAfterSeconds: 1 },
  ],
  [
    oldKeyStillWorks(ID),
    "old_key_still_works",
    /old key AKIACURRENT000001\..+ with force/,
    { params: { accessKeyId: ID } },
  ],
  [
    oldKeyInTheWay(ID),
    "rotation_in_progress",
    /old key AKIACURRENT000001 .+ with force/,
    { params: { accessKeyId: ID } },
  ],
  [
    keyTooOld(SAMPLE_TIME),
    "key_too_old",
    /until 2026-03-01T12:00:00\.000Z/,
    { params: { endedAt: SAMPLE_TIME } },
  ],
  [removalNotAllowed(), "removal_not_allowed", /Reset the key instead/, {}],
  [rotationInProgress(), "rotation_in_progress", /Wait until it is deleted, or reset immediately/, {}],
  [noKeyIsMadeHere(), "customer_managed", /give it to Keyturn \(PUT/, {}],
];

test.each(refusals)("%s says what it is about", (error, code, says, more) => {
  expect(error.code).toBe(code);
  expect(error.detail).toMatch(says);
  expect(error.more).toEqual(more);
});

const use: KeyUse = { at: SAMPLE_TIME, service: "s3", region: "eu-west-1" };
const dependents = {
  count: 12,
  first: [
    { pipelineId: "p-1", name: "Nightly load" },
    { pipelineId: "p-2", name: "Hourly load" },
  ],
};

test.each([
  [
    "names who it may be",
    keyStillInUse(use, dependents),
    "The key was last used at 2026-03-01T12:00:00.000Z by s3 in eu-west-1. It may be one of: Nightly load, Hourly load. Retire it with force if it is to stop all the same.",
  ],
  [
    "where nobody depends on it, and AWS named neither service nor region, says so",
    keyStillInUse({ at: SAMPLE_TIME, service: "", region: "" }, noDependents),
    "The key was last used at 2026-03-01T12:00:00.000Z by an AWS service in an unknown region. Retire it with force if it is to stop all the same.",
  ],
])("a key that is in use %s", (_, error, detail) => {
  expect(error.detail).toBe(detail);
});

test("a key that is in use is told of by when, by what, where, and how many depend on it", () => {
  const { code, more } = keyStillInUse(use, dependents);
  const params = { lastUsedAt: SAMPLE_TIME, service: "s3", region: "eu-west-1", dependents: 12 };
  expect({ code, more }).toEqual({ code: "key_in_use", more: { params } });
});
