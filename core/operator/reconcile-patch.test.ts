import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { newOperation } from "../key/operation.ts";
import { policyByDefault } from "../policy/policy.ts";
import { applyPatch } from "../record/patch.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { isCorrection, reconcilePatch } from "./reconcile-patch.ts";
import { reconciled } from "./reconciled.ts";
import type { StatedKey } from "./users.ts";

const HOUR = 3_600_000;
const BACKUP = plus(SAMPLE_TIME, 10 * HOUR);
const NOW = plus(SAMPLE_TIME, 20 * HOUR);
const DUE = plus(SAMPLE_TIME, 99 * HOUR);
const [A, B, C] = ["AKIAAAAAAAAAAAAAAAAA", "AKIABBBBBBBBBBBBBBBB", "AKIACCCCCCCCCCCCCCCC"];
const inIam = (accessKeyId: string, change: Partial<StatedKey> = {}): StatedKey => ({
  ...{ accessKeyId, createdAt: SAMPLE_TIME, active: true },
  ...change,
});
const current = { accessKeyId: A, state: "active" as const, createdAt: SAMPLE_TIME };
const doomed = { ...current, state: "doomed" as const };
const window = { from: BACKUP, to: plus(BACKUP, 35_000), recoveredAt: plus(BACKUP, 60_000) };
let made = 0;
const ids = { next: () => `01900000-0000-7000-8000-${String(++made).padStart(12, "0")}` };

/** What becomes of a record, and whether it is told to have been corrected. */
function becomes(change: Partial<Connection>, listed: StatedKey[], { preferred = "", floor = 1 } = {}) {
  const before = aConnection("acme", { nextActionAt: DUE, ...change });
  const inForce = policyByDefault;
  const decided = reconciled(before, listed, { now: NOW, madeAt: NOW, inForce, preferred });
  const patch = reconcilePatch(ids, before, decided, { floor, inForce, now: NOW });
  const record = patch ? applyPatch(before, patch) : before;
  const told = record.outbox.slice(before.outbox.length);
  return { before, record, told, isWritten: patch !== undefined, corrected: isCorrection(before, decided) };
}

describe("a restored record", () => {
  test("that is right is not planned anew: its number alone is written, or nothing", () => {
    const behind = becomes({ current }, [inIam(A)]);
    expect(behind.record).toEqual({ ...behind.before, sequence: 1, version: 2 });
    expect(becomes({ current, sequence: 1 }, [inIam(A)])).toMatchObject({
      isWritten: false,
      corrected: false,
    });
  });

  test("that goes on with a removal says so already", () => {
    const begun = { id: "o", kind: "remove", compromised: false, by: "Ada", correlationId: "r" } as const;
    const operation = newOperation(begun, BACKUP);
    const same = becomes({ current: doomed, operation, sequence: 1 }, [inIam(A)]);
    expect(same).toMatchObject({ isWritten: false, corrected: false });
    const { record } = becomes({ current: doomed, operation }, [inIam(A), inIam(B)]);
    expect(record).toMatchObject({ operation, nextActionAt: DUE, unmanagedIds: [B] });
  });

  test("forgets when an abandoned reset may have made a key, also where all else is right", () => {
    const { record, corrected } = becomes({ current, windows: [window], sequence: 1 }, [inIam(A)]);
    expect([record.windows, corrected]).toEqual([[], true]);
  });

  test.each([
    ["stopped", { current }, false, "inactive"],
    ["started again", { current: { ...current, state: "inactive" as const } }, true, "active"],
  ])("tells that its key was %s", (_, change, active, state) => {
    const { record, told, corrected } = becomes(change, [inIam(A, { active })]);
    expect(told).toMatchObject([{ type: "KeyReconciled", data: { accessKeyId: A, state } }]);
    expect(record).toMatchObject({ updatedBy: "Keyturn", updatedOn: NOW, nextActionAt: NOW });
    expect(corrected).toBe(true);
  });

  test("that has the operator's choice of two keys of one second is told to be corrected", () => {
    const { record, corrected } = becomes({ current }, [inIam(A), inIam(B)], { preferred: B });
    expect(record).toMatchObject({ current: { accessKeyId: B }, unmanagedIds: [A] });
    expect(record).toMatchObject({ updatedBy: "Keyturn", updatedOn: NOW });
    expect(corrected).toBe(true);
  });

  test("gives its key the age that IAM gives it", () => {
    const createdAt = plus(SAMPLE_TIME, -HOUR);
    const { record, corrected } = becomes({ current, sequence: 1 }, [inIam(A, { createdAt })]);
    expect([record.current?.createdAt, corrected]).toEqual([createdAt, true]);
  });

  test("with a key that nobody knows was not changed by Keyturn: its own key is the same", () => {
    const { before, record, told, corrected } = becomes({ current }, [inIam(A), inIam(B)]);
    expect(told).toMatchObject([{ type: "UnmanagedKeyDetected", data: { accessKeyId: B } }]);
    expect([record.updatedBy, record.updatedOn]).toEqual([before.updatedBy, before.updatedOn]);
    expect(corrected).toBe(false);
  });

  test("that is left with somebody else's key has none of its own, and nothing to do", () => {
    const { record, told } = becomes({ current, unmanagedIds: [C] }, [inIam(C)]);
    expect(record).toMatchObject({ unmanagedIds: [C], deletedKeys: [A] });
    expect([record.current, record.nextActionAt]).toEqual([undefined, undefined]);
    expect(told).toMatchObject([{ data: { previousAccessKeyId: A, accessKeyId: null, state: null } }]);
  });

  test("that is left with a doomed key is attended to now, so that it is deleted", () => {
    const retiring = { ...doomed, accessKeyId: B };
    const { record } = becomes({ current, retiring }, [inIam(B)]);
    expect(record).toMatchObject({ retiring, nextActionAt: NOW });
    expect(record.current).toBeUndefined();
  });

  test("that was half-made is finished when it was to be, whatever was found", () => {
    const { record } = becomes({ state: "creating", unmanagedIds: [C], windows: [window] }, [inIam(C)]);
    expect(record).toMatchObject({ state: "creating", nextActionAt: DUE, windows: [] });
  });
});
