import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, plus } from "../clock.ts";
import { Policy } from "./policy.ts";
import { latestTelling, nextTelling, tellingAt } from "./rotation.ts";

const { rotation } = Policy.parse({});
const DUE = "2026-07-01T00:00:00.000Z";
const reachedAt = (days: number) => latestTelling(rotation, DUE, plus(DUE, days * DAY_MS));

describe("the days on which a key's age is told of", () => {
  test.each([
    [-31, undefined],
    [-30, 30],
    [-29.5, 30],
    [-14, 14],
    [-1, 1],
    [-0.1, 1],
    [0, 0],
    [6.9, 0],
    [7, -7],
    [13, -7],
    [700, -700],
  ])("%d days from the due date the last one reached is %s", (days, expected) => {
    expect(reachedAt(days)).toBe(expected);
  });

  test("follow each other", () => {
    const days = [undefined, 30, 14, 7, 1, 0, -7, -14];
    expect(days.map((told) => nextTelling(rotation, told))).toEqual([30, 14, 7, 1, 0, -7, -14, -21]);
    expect(nextTelling(rotation, 20)).toBe(14);
    expect(nextTelling(rotation, -3)).toBe(-7);
  });

  test("none is skipped and none comes twice, whatever the rules: the next one is the first reached after the last", () => {
    const rules = fc.record({
      remindBeforeDays: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 10 }),
      overdueEveryDays: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(rules, (some) => {
        const any = Policy.parse({ rotation: some }).rotation;
        let told: number | undefined;
        for (let count = 0; count < 20; count++) {
          const next = nextTelling(any, told);
          expect(told === undefined || next < told).toBe(true);
          expect(latestTelling(any, DUE, tellingAt(DUE, next))).toBe(next);
          expect(latestTelling(any, DUE, plus(tellingAt(DUE, next), -1))).toBe(told);
          told = next;
        }
      }),
    );
  });
});
