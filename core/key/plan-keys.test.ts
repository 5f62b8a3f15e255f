import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { Policy } from "../policy/policy.ts";
import { SAMPLE_TIME as NOW } from "../testing/sample-records.ts";
import type { CurrentKey, RetiringKey } from "./access-key.ts";
import type { KeyState } from "./key-state.ts";
import { planKeys } from "./plan-keys.ts";

const inDays = (days: number) => plus(NOW, days * DAY_MS);

function planned(state: Partial<KeyState>, rotation: object = {}) {
  const inForce = { policy: Policy.parse({ rotation }), policyVersion: 3 };
  return planKeys({ current: undefined, retiring: undefined, windows: [], ...state }, inForce, NOW);
}

/** Of so many days' age, planned by a policy that lets keys be 180 days old, and told of. */
function aged(days: number, toldDaysBefore?: number): CurrentKey {
  const createdAt = inDays(-days);
  return {
    ...{ accessKeyId: "AKIACURRENT000001", state: "active", createdAt },
    rotationDueAt: plus(createdAt, 180 * DAY_MS),
    ...(toldDaysBefore !== undefined && { toldDaysBefore }),
  };
}

describe("what a key was told of", () => {
  test("stays with it where a policy changes nothing but its reminders", () => {
    const { current } = planned({ current: aged(170, 14) }, { remindBeforeDays: [7] });
    expect(current).toEqual(aged(170, 14));
  });

  test.each([
    ["counts where it is due earlier and nothing new is to be told", 155, 30, 170, 30],
    ["is told again from the day on that has been reached, where it is due later", 175, 7, 200, 30],
    ["keeps the day that was told last where a later one has been reached", 155, 30, 160, 30],
    ["keeps the day it was due where it is overdue by the new day", 190, 0, 170, 0],
  ])("%s", (_, age, told, maxAgeDays, expected) => {
    const { current } = planned({ current: aged(age, told) }, { maxAgeDays });
    expect(current).toMatchObject({
      rotationDueAt: inDays(maxAgeDays - age),
      toldDaysBefore: expected,
    });
  });

  test.each([
    ["is forgotten where the key is due so late that nothing is to be told yet", aged(155, 30), 200],
    ["is nothing where nothing was, although a day has been reached", aged(155), 170],
  ])("%s", (_, current, maxAgeDays) => {
    const plan = planned({ current }, { maxAgeDays });
    expect(plan.current).toMatchObject({ rotationDueAt: plus(current.createdAt, maxAgeDays * DAY_MS) });
    expect(plan.current).not.toHaveProperty("toldDaysBefore");
  });
});

describe("when the record is looked at next", () => {
  const old = { accessKeyId: "AKIARETIRING00001", createdAt: inDays(-100) };
  const times = { retireAt: inDays(1), hardStopAt: inDays(14) };
  const retiring: [string, RetiringKey, string | undefined][] = [
    ["when an old key that works is to be retired", { ...old, ...times, state: "active" }, inDays(1)],
    [
      "when a retired one cannot be restored any more, whenever it was to be retired",
      { ...old, ...times, state: "inactive", deleteAt: inDays(3) },
      inDays(3),
    ],
    ["a minute later for a doomed one", { ...old, state: "doomed" }, plus(NOW, MINUTE_MS)],
    ["never for a customer's that is deactivated", { ...old, state: "leaving", confirmedAt: NOW }, undefined],
  ];

  test.each(retiring)("is %s", (_, key, expected) => {
    expect(planned({ retiring: key }).nextActionAt).toBe(expected);
  });

  test.each(["inactive", "doomed"] as const)("is never for the age of a key that is %s", (state) => {
    expect(planned({ current: { ...aged(1), state } }).nextActionAt).toBeUndefined();
    expect(planned({ current: aged(1) }).nextActionAt).toBe(inDays(149));
  });
});
