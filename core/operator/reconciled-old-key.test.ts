import { describe, expect, test } from "vitest";
import { type Instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";
import { newOperation, type Operation } from "../key/operation.ts";
import { Policy, policyByDefault } from "../policy/policy.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { reconciled } from "./reconciled.ts";
import type { StatedKey } from "./users.ts";

/** The old key of a staged reset, in a record as of the backup's time, some hours before today. */
const HOUR = 3_600_000;
const BACKUP = plus(SAMPLE_TIME, 10 * HOUR);
const NOW = plus(SAMPLE_TIME, 20 * HOUR);
const at = (hours: number) => plus(NOW, hours * HOUR);
const policy = Policy.parse({ reset: { graceHoursDefault: 5, hardStopDays: 10, undoHours: 7 } });
const MADE = at(-1);
const by = { now: NOW, madeAt: MADE, inForce: { ...policyByDefault, policy } };
const FRESH = { retireAt: at(4), hardStopAt: at(10 * 24 - 1) };
const [OLD, CURRENT, C] = ["AKIAOLDOLDOLDOLDOLDO", "AKIACURRENTCURRENTCU", "AKIACCCCCCCCCCCCCCCC"];

const inIam = (accessKeyId: string, active = true, createdAt: Instant = SAMPLE_TIME): StatedKey => ({
  ...{ accessKeyId, createdAt, active },
});
const current: CurrentKey = {
  ...{ accessKeyId: CURRENT, state: "active", createdAt: SAMPLE_TIME },
  ...{ rotationDueAt: at(-1), toldDaysBefore: 7, lookUp: { askedAt: SAMPLE_TIME, use: null } },
};
const inGrace: RetiringKey = {
  ...{ accessKeyId: OLD, state: "active", createdAt: SAMPLE_TIME },
  ...{ retireAt: at(50), hardStopAt: at(300) },
};
const retired: RetiringKey = { ...inGrace, state: "inactive", deleteAt: at(70) };
const doomed: RetiringKey = { ...retired, state: "doomed" };
const record = (retiring: RetiringKey, change: Partial<Connection> = {}) =>
  aConnection("acme", { current, retiring, ...change });
const decide = (connection: Connection, ...listed: StatedKey[]) => reconciled(connection, listed, by);

describe("the old key of a staged reset, after a restore", () => {
  test.each([
    ["in its grace", inGrace, true],
    ["held, because it is in use", { ...inGrace, heldSince: BACKUP }, true],
    ["retired", retired, false],
  ])("stays as the record has it while IAM says the same: %s", (_, retiring, active) => {
    const decided = decide(record(retiring), inIam(CURRENT), inIam(OLD, active));
    expect(decided).toEqual({
      ...{ current, retiring, operation: undefined },
      ...{ unmanaged: [], goneIds: [], leakedKeyWorks: false },
    });
  });

  test("retired since can be restored for as long as if it had been retired when the table was made", () => {
    const decided = decide(record({ ...inGrace, heldSince: BACKUP }), inIam(CURRENT), inIam(OLD, false));
    expect(decided.retiring).toEqual({ ...inGrace, heldSince: BACKUP, state: "inactive", deleteAt: at(6) });
  });

  test("restored since lives on as if it had been restored when the table was made, and is not to be deleted", () => {
    const then = { ...retired, retireAt: at(-20), hardStopAt: at(5), heldSince: BACKUP };
    expect(decide(record(then), inIam(CURRENT), inIam(OLD)).retiring).toEqual({
      ...{ accessKeyId: OLD, state: "active", createdAt: SAMPLE_TIME, ...FRESH },
    });
  });

  test("restored since is still known to have been there before Keyturn was", () => {
    const then = { ...retired, adoptedAt: BACKUP };
    expect(decide(record(then), inIam(CURRENT), inIam(OLD)).retiring).toMatchObject({ adoptedAt: BACKUP });
    const made = decide(record(retired), inIam(CURRENT), inIam(OLD)).retiring;
    expect(made).not.toHaveProperty("adoptedAt");
  });

  test("restored since lives no longer than the policy lets any key live", () => {
    const rotation = {
      ...{ maxAgeDays: 1, remindBeforeDays: [], enforcement: "deactivate", deactivateAfterDays: 0 },
    };
    const strict = { ...by, inForce: { ...policyByDefault, policy: Policy.parse({ rotation }) } };
    const then = { ...retired, retireAt: at(-20), hardStopAt: at(-10) };
    const { retiring } = reconciled(record(then), [inIam(CURRENT), inIam(OLD)], strict);
    expect(retiring).toMatchObject({ retireAt: at(4), hardStopAt: at(4) });
  });

  test.each([
    ["retired", { retireAt: at(-9) }, true, { ...FRESH, hardStopAt: at(300) }],
    ["retired soon", { retireAt: at(3) }, true, { ...FRESH, hardStopAt: at(300) }],
    ["retired at the very latest", { retireAt: at(-9), hardStopAt: at(-2) }, true, FRESH],
    ["deleted", { state: "inactive" as const, deleteAt: at(-9) }, false, { deleteAt: at(6) }],
    ["deleted soon", { state: "inactive" as const, deleteAt: at(2) }, false, { deleteAt: at(6) }],
  ])(
    "that was to be %s may have been restored since: it has as much time again",
    (_, then, active, times) => {
      const old = { ...inGrace, ...then };
      const decided = decide(record(old), inIam(CURRENT), inIam(OLD, active));
      expect(decided.retiring).toEqual({ ...old, ...times });
    },
  );

  test.each([true, false])(
    "doomed before the backup stays doomed, whether it works (%s) or not",
    (active) => {
      const decided = decide(record(doomed), inIam(CURRENT), inIam(OLD, active));
      expect(decided).toMatchObject({ current, retiring: doomed, unmanaged: [], goneIds: [] });
    },
  );

  test.each([inGrace, retired, doomed])(
    "that is gone is forgotten, whatever the record says: $state",
    (old) => {
      const decided = decide(record(old), inIam(CURRENT));
      expect(decided).toMatchObject({ current, retiring: undefined, goneIds: [OLD] });
      expect(decide(record(old), inIam(C, true, at(-1)))).toMatchObject({
        ...{ current: { accessKeyId: C }, retiring: undefined, goneIds: [CURRENT, OLD] },
      });
    },
  );

  test.each([
    [inGrace, true],
    [retired, false],
    [retired, true],
    [doomed, true],
  ])("is never current, nor anybody else's: $state, works %s", (old, active) => {
    for (const preferred of [undefined, OLD]) {
      const connection = record(old, { updatedOn: SAMPLE_TIME });
      const alone = reconciled(connection, [inIam(OLD, active, at(-1))], { ...by, preferred });
      expect(alone).toMatchObject({ current: undefined, retiring: { accessKeyId: OLD }, unmanaged: [] });
      const beside = reconciled(connection, [inIam(OLD, active), inIam(C, true, at(-1))], {
        ...by,
        preferred,
      });
      expect(beside).toMatchObject({ current: { accessKeyId: C }, retiring: { accessKeyId: OLD } });
    }
  });

  test.each(["retire", "restore", "tidy", "disable"] as const)(
    "is as IAM says when what was under way was to %s; that is forgotten",
    (kind) => {
      const begun = { id: "o", kind, compromised: false, by: "Ada", correlationId: "r" };
      const operation: Operation = newOperation(begun, BACKUP);
      for (const old of [inGrace, retired]) {
        for (const active of [true, false]) {
          const decided = decide(record(old, { operation }), inIam(CURRENT), inIam(OLD, active));
          expect(decided.operation).toBeUndefined();
          expect(decided.retiring?.state).toBe(active ? "active" : "inactive");
        }
      }
    },
  );

  test("is decided once: decided again, nothing changes", () => {
    for (const old of [
      inGrace,
      retired,
      doomed,
      { ...inGrace, retireAt: at(-9) },
      { ...retired, deleteAt: at(-9) },
    ]) {
      for (const active of [true, false]) {
        const connection = record(old);
        const listed = [inIam(CURRENT, active), inIam(OLD, active)];
        const { current: key, retiring } = reconciled(connection, listed, by);
        const next = { ...connection, ...(key && { current: key }), ...(retiring && { retiring }) };
        const again = reconciled(next, listed, { ...by, now: plus(NOW, HOUR) });
        expect(again).toMatchObject({ current: key, retiring });
      }
    }
  });
});

describe("the current key beside it", () => {
  test.each([true, false])(
    "keeps its age and what was told of it, also where it was stopped: works %s",
    (active) => {
      const decided = decide(record(inGrace), inIam(CURRENT, active), inIam(OLD));
      expect(decided.current).toEqual({ ...current, state: active ? "active" : "inactive" });
    },
  );

  test("has nothing of the former one's age, when it is another", () => {
    const decided = decide(record(inGrace), inIam(C, true, at(-1)), inIam(OLD));
    expect(decided.current).toEqual({ accessKeyId: C, state: "active", createdAt: at(-1) });
  });
});

describe("of a staged reset after the backup, of which the record knows nothing,", () => {
  const before = aConnection("acme", { current });
  const fresh = inIam(C, true, at(-1));

  test("the key it knows stays current in its grace, and the new one is kept", () => {
    expect(decide(before, inIam(CURRENT), fresh)).toMatchObject({ current, unmanaged: [fresh] });
  });

  test("the new key is current once the old one has been retired, which is kept", () => {
    const stopped = inIam(CURRENT, false);
    for (const listed of [
      [stopped, fresh],
      [fresh, stopped],
    ]) {
      expect(decide(before, ...listed)).toMatchObject({
        ...{ current: { accessKeyId: C, state: "active" }, unmanaged: [stopped], goneIds: [] },
      });
    }
  });

  test.each([
    ["was stopped before the backup", { current: { ...current, state: "inactive" as const } }, fresh],
    ["is beside one that does not work either", {}, inIam(C, false, at(-1))],
    ["is beside one that is somebody else's", { unmanagedIds: [C] }, fresh],
    ["is beside one from before the record's last change", { updatedOn: NOW }, fresh],
  ])("the key it knows stays current when it %s", (_, change, other) => {
    const decided = decide({ ...before, ...change }, inIam(CURRENT, false), other);
    expect(decided).toMatchObject({
      current: { accessKeyId: CURRENT, state: "inactive" },
      unmanaged: [other],
    });
  });

  test("the operator's word counts for more", () => {
    const listed = [inIam(CURRENT, false), fresh];
    const decided = reconciled(before, listed, { ...by, preferred: CURRENT });
    expect(decided.current?.accessKeyId).toBe(CURRENT);
  });
});
