import { describe, expect, test } from "vitest";
import { type Instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { newOperation, type Operation } from "../key/operation.ts";
import { policyByDefault } from "../policy/policy.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { reconciled } from "./reconciled.ts";
import type { StatedKey } from "./users.ts";

/** The backup's time is some hours after the record was made; today is some hours after the backup. */
const HOUR = 3_600_000;
const BACKUP = plus(SAMPLE_TIME, 10 * HOUR);
const NOW = plus(SAMPLE_TIME, 20 * HOUR);
const by = { now: NOW, madeAt: NOW, inForce: policyByDefault };
const [A, B, C] = ["AKIAAAAAAAAAAAAAAAAA", "AKIABBBBBBBBBBBBBBBB", "AKIACCCCCCCCCCCCCCCC"];

const inIam = (accessKeyId: string, createdAt: Instant = plus(BACKUP, HOUR), active = true): StatedKey => ({
  accessKeyId,
  createdAt,
  active,
});
const held = (accessKeyId: string) => ({ accessKeyId, createdAt: SAMPLE_TIME, state: "active" as const });
const doomed = (accessKeyId: string) => ({ ...held(accessKeyId), state: "doomed" as const });
const record = (change: Partial<Connection> = {}) => aConnection("acme", change);
const idsOf = (keys: { accessKeyId: string }[]) => keys.map((key) => key.accessKeyId);

function underWay(change: Partial<Operation> = {}): Operation {
  const begun = {
    id: "operation-1",
    kind: "issue",
    compromised: false,
    by: "Ada",
    correlationId: "r",
  } as const;
  return { ...newOperation(begun, BACKUP), ...change };
}

describe("the key that is current after a restore", () => {
  test("is the one the record names, when IAM has it and no other", () => {
    const connection = record({ current: held(A) });
    expect(reconciled(connection, [inIam(A, SAMPLE_TIME)], by)).toEqual({
      ...{ current: held(A), retiring: undefined, operation: undefined },
      ...{ unmanaged: [], goneIds: [], leakedKeyWorks: false },
    });
  });

  test.each([
    ["for which the backup named another", held(A), [A]],
    ["for which the backup named none", undefined, []],
  ])("is the only one there is, %s", (_, current, goneIds) => {
    const decided = reconciled(record(current ? { current } : {}), [inIam(B)], by);
    expect(decided.current).toEqual({ accessKeyId: B, createdAt: plus(BACKUP, HOUR), state: "active" });
    expect(decided).toMatchObject({ unmanaged: [], goneIds });
  });

  test("is none, when IAM has none", () => {
    expect(reconciled(record({ current: held(A) }), [], by)).toMatchObject({
      current: undefined,
      goneIds: [A],
    });
  });

  test.each([
    [true, "active"],
    [false, "inactive"],
  ])("has the state IAM gives it: works %s, is %s", (active, state) => {
    for (const current of [held(A), { ...held(A), state: "inactive" as const }]) {
      expect(reconciled(record({ current }), [inIam(A, SAMPLE_TIME, active)], by).current?.state).toBe(state);
    }
  });

  test("is of two still the one the record names, however old; the other is kept", () => {
    const decided = reconciled(record({ current: held(A) }), [inIam(A, SAMPLE_TIME), inIam(B)], by);
    expect(decided.current?.accessKeyId).toBe(A);
    expect(decided.unmanaged).toEqual([inIam(B)]);
  });

  test("is of two the newest, when the record names neither; of the same second always the same", () => {
    const later = inIam(C, plus(BACKUP, 2 * HOUR));
    for (const listed of [
      [inIam(B), later],
      [later, inIam(B)],
    ]) {
      const decided = reconciled(record({ current: held(A) }), listed, by);
      expect([decided.current?.accessKeyId, idsOf(decided.unmanaged), decided.goneIds]).toEqual([
        C,
        [B],
        [A],
      ]);
    }
    const both = [inIam(B), inIam(C)];
    const one = reconciled(record(), both, by).current;
    expect(reconciled(record(), both.toReversed(), by).current).toEqual(one);
  });

  test("is the one the operator prefers, if IAM has it", () => {
    const connection = record({ current: held(A) });
    const both = [inIam(A, SAMPLE_TIME), inIam(B)];
    expect(reconciled(connection, both, { ...by, preferred: B }).current?.accessKeyId).toBe(B);
    expect(idsOf(reconciled(connection, both, { ...by, preferred: B }).unmanaged)).toEqual([A]);
    expect(reconciled(connection, both, { ...by, preferred: C }).current?.accessKeyId).toBe(A);
  });

  test.each([
    ["known to be somebody else's", { unmanagedIds: [B] }, plus(BACKUP, HOUR)],
    [
      "made while an abandoned reset may have made it",
      { windows: [{ from: BACKUP, to: plus(BACKUP, 35_000), recoveredAt: plus(BACKUP, 60_000) }] },
      plus(BACKUP, 1_000),
    ],
    ["older than the record's last change", { updatedOn: BACKUP }, plus(BACKUP, -HOUR)],
  ])("is never one that was %s", (_, change, createdAt) => {
    const decided = reconciled(record(change), [inIam(B, createdAt)], by);
    expect(decided.current).toBeUndefined();
    expect(idsOf(decided.unmanaged)).toEqual([B]);
    expect(reconciled(record(change), [inIam(B, createdAt), inIam(C)], by).current?.accessKeyId).toBe(C);
  });

  test.each([
    ["just before the record told of it", -2_000, B],
    ["as long before as clocks may differ", -300_000, B],
    ["longer before", -300_001, undefined],
  ])("may be one that was made %s: %i ms", (_, milliseconds, expected) => {
    const listed = [inIam(B, plus(BACKUP, milliseconds))];
    expect(reconciled(record({ updatedOn: BACKUP }), listed, by).current?.accessKeyId).toBe(expected);
  });
});

describe("a key that was doomed before the backup", () => {
  test("stays so while IAM has it, and is neither current nor unmanaged", () => {
    const connection = record({ current: held(A), retiring: doomed(B) });
    const decided = reconciled(connection, [inIam(A, SAMPLE_TIME), inIam(B, SAMPLE_TIME)], by);
    expect(decided).toMatchObject({ current: { accessKeyId: A }, retiring: doomed(B), unmanaged: [] });
    expect(reconciled(connection, [inIam(B)], { ...by, preferred: B })).toMatchObject({
      current: undefined,
      retiring: doomed(B),
    });
  });

  test("is forgotten when IAM no longer has it", () => {
    const connection = record({ current: held(A), retiring: doomed(B) });
    const decided = reconciled(connection, [inIam(A, SAMPLE_TIME)], by);
    expect(decided).toMatchObject({ current: { accessKeyId: A }, retiring: undefined, goneIds: [B] });
  });

  test("goes on being removed while IAM has it, with all the record says of it", () => {
    const operation = underWay({ kind: "remove" });
    const connection = record({ current: doomed(A), retiring: doomed(B), operation });
    const both = [inIam(A, SAMPLE_TIME), inIam(B, SAMPLE_TIME)];
    expect(reconciled(connection, both, by)).toMatchObject({
      ...{ current: doomed(A), retiring: doomed(B), operation, unmanaged: [], leakedKeyWorks: false },
    });
    const beside = reconciled(connection, [inIam(A, SAMPLE_TIME), inIam(C)], by);
    expect(beside).toMatchObject({ current: doomed(A), operation, unmanaged: [{ accessKeyId: C }] });
  });

  test("makes way for the key that was created after it was removed", () => {
    const connection = record({ current: doomed(A), operation: underWay({ kind: "remove" }) });
    const decided = reconciled(connection, [inIam(B)], by);
    expect(decided).toMatchObject({ current: { accessKeyId: B }, operation: undefined, goneIds: [A] });
    expect(reconciled(connection, [], by)).toMatchObject({ current: undefined, operation: undefined });
  });

  test("is not brought back by a list that still shows it", () => {
    const decided = reconciled(record({ deletedKeys: [B] }), [inIam(B)], by);
    expect(decided).toMatchObject({ current: undefined, unmanaged: [] });
  });
});

describe("an operation that was under way", () => {
  test.each([
    ["a reset that had not been committed", underWay()],
    ["a reset that had been", underWay({ phase: "committed" })],
    ["tidying", underWay({ kind: "tidy" })],
  ])("is forgotten: %s", (_, operation) => {
    const connection = record({ current: held(A), operation });
    expect(reconciled(connection, [inIam(A, SAMPLE_TIME)], by).operation).toBeUndefined();
  });

  test("to stop a leaked key goes on, when the key works and there is no other it could destroy", () => {
    const operation = underWay({ compromised: true });
    const connection = record({ current: held(A), operation });
    const decided = reconciled(connection, [inIam(A, SAMPLE_TIME)], by);
    expect(decided).toMatchObject({ current: held(A), operation, leakedKeyWorks: false });
  });

  test.each([
    ["there is another key", [inIam(A, SAMPLE_TIME), inIam(B)], NOW, true],
    ["a key may still be made in its time", [inIam(A, SAMPLE_TIME)], plus(BACKUP, 20_000), true],
    ["a key may be made at that very moment", [inIam(A, SAMPLE_TIME)], plus(BACKUP, 30_000), true],
    ["the leaked key has been stopped", [inIam(A, SAMPLE_TIME, false)], NOW, false],
    ["the leaked key is gone", [inIam(B)], NOW, false],
    ["every key is gone", [], NOW, false],
  ])("to stop a leaked key is forgotten when %s; and told of, if that key works", (_, listed, now, works) => {
    const operation = underWay({ compromised: true });
    const decided = reconciled(record({ current: held(A), operation }), listed as StatedKey[], {
      ...by,
      now: now as Instant,
    });
    expect(decided).toMatchObject({ operation: undefined, leakedKeyWorks: works });
  });

  test.each([
    ["the leaked key had been replaced", { current: held(A) }, { phase: "committed" as const }, A],
    ["there was no key to stop", {}, {}, B],
  ])(
    "to stop a leaked key is forgotten when %s: the key that works now is another",
    (_, change, under, works) => {
      const operation = underWay({ compromised: true, ...under });
      const decided = reconciled(record({ ...change, operation }), [inIam(works)], by);
      expect(decided).toMatchObject({
        current: { accessKeyId: works, state: "active" },
        leakedKeyWorks: false,
      });
      expect(decided.operation).toBeUndefined();
    },
  );
});
