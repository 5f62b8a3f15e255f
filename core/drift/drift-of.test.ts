import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { ListedKey } from "../key/access-keys.ts";
import { newOperation } from "../key/operation.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { comparison } from "./comparison.ts";
import { DRIFT_MAX, standingDrift } from "./drift.ts";
import { driftOf, isComparable } from "./drift-of.ts";

const A = "AKIACURRENT0000001";
const B = "AKIARETIRING000001";
const THEIRS = "AKIATHEIRS00000001";
const NOW = plus(SAMPLE_TIME, 60 * MINUTE_MS);
const minutesAgo = (minutes: number) => plus(NOW, -minutes * MINUTE_MS);

const key = <State extends string>(accessKeyId: string, state: State) => ({
  ...{ accessKeyId, state, createdAt: SAMPLE_TIME },
});
const listed = (accessKeyId: string, active = true, createdAt = SAMPLE_TIME): ListedKey => ({
  ...{ accessKeyId, active, createdAt },
});
const record = (change: Partial<Connection> = {}): Connection =>
  aConnection("acme", { current: key(A, "active"), ...change });
const times = { retireAt: NOW, hardStopAt: NOW };
const retired = { ...key(B, "inactive"), ...times, deleteAt: NOW };

describe("a connection can be compared", () => {
  test.each<[why: string, can: boolean, change: Partial<Connection>]>([
    ["at rest", true, {}],
    ["without a key", true, { current: undefined }],
    ["not while it is made", false, { state: "creating" }],
    ["not while it is deleted", false, { state: "deleting" }],
    ["not as a tombstone", false, { state: "deleted" }],
    [
      "not while an abandoned operation is cleared up",
      false,
      { windows: [{ from: NOW, to: NOW, recoveredAt: NOW }] },
    ],
    [
      "not during an operation",
      false,
      {
        operation: newOperation(
          { id: "o", kind: "issue", compromised: false, by: "Ada", correlationId: "c" },
          SAMPLE_TIME,
        ),
      },
    ],
    ["not when it has just changed", false, { updatedOn: minutesAgo(14) }],
    ["once a list shows what has changed", true, { updatedOn: minutesAgo(15) }],
    ["not when it was just made", false, { createdOn: minutesAgo(14) }],
    ["not a customer's own", false, { customer: { accountId: "123456789012" } }],
  ])("%s: %s", (_, can, change) => {
    expect(isComparable(record(change), NOW)).toBe(can);
  });
});

describe("what differs", () => {
  test.each<[what: string, Partial<Connection>, ListedKey[] | undefined, expected: object[]]>([
    ["nothing", {}, [listed(A)], []],
    ["nothing, with no key", { current: undefined }, [], []],
    ["nothing, switched off", { current: key(A, "inactive") }, [listed(A, false)], []],
    ["a key that is gone", {}, [], [{ kind: "key_deleted", accessKeyId: A }]],
    ["a key that was switched off", {}, [listed(A, false)], [{ kind: "key_deactivated", accessKeyId: A }]],
    [
      "a leaked key that was switched on again",
      { current: key(A, "inactive") },
      [listed(A)],
      [{ kind: "key_reactivated", accessKeyId: A }],
    ],
    [
      "a retired key that was switched on again",
      { retiring: retired },
      [listed(A), listed(B)],
      [{ kind: "key_reactivated", accessKeyId: B }],
    ],
    [
      "an old key that is gone before its time",
      { retiring: { ...key(B, "active"), ...times } },
      [listed(A)],
      [{ kind: "key_deleted", accessKeyId: B }],
    ],
    ["nothing of a doomed key, there", { retiring: key(B, "doomed") }, [listed(A), listed(B)], []],
    ["nothing of a doomed key, gone", { retiring: key(B, "doomed") }, [listed(A)], []],
    ["nothing of a deleted key that a list still shows", { deletedKeys: [B] }, [listed(A), listed(B)], []],
    [
      "somebody else's key",
      {},
      [listed(A), listed(THEIRS)],
      [{ kind: "key_created", accessKeyId: THEIRS, keyCreatedAt: SAMPLE_TIME }],
    ],
    ["nothing of a key made just now", {}, [listed(A), listed(THEIRS, true, minutesAgo(14))], []],
    [
      "nothing of a key that an adopted user had before",
      { adoptedAt: SAMPLE_TIME },
      [listed(A), listed(THEIRS, true, plus(SAMPLE_TIME, -1))],
      [],
    ],
    [
      "a key that an adopted user was given as soon as it was one",
      { adoptedAt: SAMPLE_TIME },
      [listed(A), listed(THEIRS, true, SAMPLE_TIME)],
      [{ kind: "key_created", accessKeyId: THEIRS, keyCreatedAt: SAMPLE_TIME }],
    ],
    [
      "a key that IAM's clock, which is behind, has made before the record",
      {},
      [listed(A), listed(THEIRS, true, plus(SAMPLE_TIME, -1))],
      [{ kind: "key_created", accessKeyId: THEIRS, keyCreatedAt: plus(SAMPLE_TIME, -1) }],
    ],
    ["the user, and not also its key", {}, undefined, [{ kind: "user_deleted", accessKeyId: A }]],
    [
      "the user of a connection without a key",
      { current: undefined },
      undefined,
      [{ kind: "user_deleted", accessKeyId: null }],
    ],
  ])("%s", (_, change, list, expected) => {
    expect(driftOf(record(change), list, NOW)).toEqual(expected);
  });
});

describe("what is told", () => {
  const deactivated = { kind: "key_deactivated", accessKeyId: A, since: SAMPLE_TIME } as const;
  const told = (change: Partial<Connection>, list: ListedKey[] | undefined) => {
    const compared = comparison(record(change), list, NOW);
    return compared && { drift: compared.drift, told: compared.drafts.map(({ type, data }) => [type, data]) };
  };

  test("nothing, as long as it is as it was told", () => {
    expect(told({}, [listed(A)])).toBeUndefined();
    expect(told({ drift: [deactivated] }, [listed(A, false)])).toBeUndefined();
  });

  test("a difference, with the connection's key", () => {
    expect(told({}, [listed(A, false)])).toEqual({
      drift: [{ ...deactivated, since: NOW }],
      told: [
        [
          "KeyDriftDetected",
          expect.objectContaining({ drift: "key_deactivated", accessKeyId: A, currentAccessKeyId: A }),
        ],
      ],
    });
  });

  test("that it is over, if nothing that Keyturn did has ended it", () => {
    expect(told({ drift: [deactivated] }, [listed(A)])).toEqual({
      drift: [],
      told: [
        [
          "KeyDriftResolved",
          expect.objectContaining({ drift: "key_deactivated", accessKeyId: A, detectedAt: SAMPLE_TIME }),
        ],
      ],
    });
    expect(told({ drift: [deactivated], current: key(B, "active") }, [listed(B)])).toEqual({
      drift: [],
      told: [],
    });
  });

  test("the worse alone, when the same key gets worse", () => {
    for (const [list, kind] of [
      [[], "key_deleted"],
      [undefined, "user_deleted"],
    ] as const) {
      expect(told({ drift: [deactivated] }, list && [...list])).toMatchObject({
        drift: [{ kind, accessKeyId: A, since: NOW }],
        told: [["KeyDriftDetected", { drift: kind }]],
      });
    }
  });

  test("of a user that is gone, once, whatever was known of its keys", () => {
    const reactivated = { ...deactivated, kind: "key_reactivated", accessKeyId: B } as const;
    expect(told({ drift: [reactivated], retiring: retired }, undefined)).toMatchObject({
      drift: [{ kind: "user_deleted", accessKeyId: A, since: NOW }],
      told: [["KeyDriftDetected", { drift: "user_deleted" }]],
    });
    expect(told({ current: undefined }, undefined)).toMatchObject({
      told: [["KeyDriftDetected", { accessKeyId: null, currentAccessKeyId: null }]],
    });
  });

  test("of each key by itself: what is over with one, what began with another, and what stays", () => {
    expect(told({ drift: [deactivated] }, [listed(A), listed(THEIRS)])?.told).toEqual([
      ["UnmanagedKeyDetected", expect.objectContaining({ accessKeyId: THEIRS })],
      ["KeyDriftResolved", expect.objectContaining({ accessKeyId: A })],
    ]);
    const gone = { ...deactivated, kind: "key_deleted" } as const;
    expect(told({ drift: [gone], retiring: retired }, [])).toMatchObject({
      drift: [gone, { kind: "key_deleted", accessKeyId: B, since: NOW }],
      told: [["KeyDriftDetected", { drift: "key_deleted", accessKeyId: B }]],
    });
  });

  test(`and the ${DRIFT_MAX} latest are remembered`, () => {
    const ids = Array.from({ length: DRIFT_MAX + 1 }, (_, n) => `${THEIRS}${n}`);
    const list = [listed(A), ...ids.map((id) => listed(id))];
    expect(told({}, list)?.drift.map(({ accessKeyId }) => accessKeyId)).toEqual(ids.slice(1));
  });

  test("somebody else's key by the event there is for it, unless it was told of before", () => {
    const list = [listed(A), listed(THEIRS)];
    const drift = [{ kind: "key_created", accessKeyId: THEIRS, since: NOW }];
    expect(told({}, list)).toMatchObject({
      drift,
      told: [["UnmanagedKeyDetected", { accessKeyId: THEIRS, keyCreatedAt: SAMPLE_TIME }]],
    });
    expect(told({ unmanagedIds: [THEIRS] }, list)).toEqual({ drift, told: [] });
    expect(comparison(record(), list, NOW)?.unmanagedIds).toEqual([THEIRS]);
    expect(comparison(record(), [listed(A, false)], NOW)?.unmanagedIds).toEqual([]);
  });
});

test.each<[what: string, kind: string, Partial<Connection>, stands: boolean]>([
  ["a deleted key that is still named", "key_deleted", {}, true],
  ["a deleted key that was reset", "key_deleted", { current: key(B, "active") }, false],
  ["a deleted key whose reset is not yet settled", "key_deleted", { current: key(A, "doomed") }, false],
  ["a switched off key that was deleted", "key_deleted", { current: key(A, "inactive") }, true],
  ["a key that was switched off", "key_deactivated", {}, true],
  ["a key that Keyturn has switched off since", "key_deactivated", { current: key(A, "inactive") }, false],
  ["a leaked key that works again", "key_reactivated", { current: key(A, "inactive") }, true],
  ["a retired key that was restored", "key_reactivated", {}, false],
  ["somebody else's key", "key_created", { current: key(B, "active") }, true],
  ["a retired key that was deleted", "key_reactivated", { current: key(B, "active") }, false],
  ["a key that the record names by now", "key_created", {}, false],
  ["a user", "user_deleted", { current: undefined }, true],
])("%s, %s: %j stands: %s", (_, kind, change, stands) => {
  const drift = [{ kind: kind as "key_deleted", accessKeyId: A, since: SAMPLE_TIME }];
  expect(standingDrift(record({ ...change, drift }))).toEqual(stands ? drift : []);
});
