import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, instant, plus } from "../clock.ts";
import { policyByDefault } from "./policy.ts";
import { isQuiet, lookAgainAt, withinLifetime } from "./retirement.ts";

const now = instant(Date.UTC(2026, 5, 1));
const { policy } = policyByDefault;
const quietMs = policy.reset.quietHours * HOUR_MS;

test.each([
  ["never used", undefined, true],
  ["used before the quiet hours", quietMs + 1, true],
  ["used as they began", quietMs, false],
  ["used just now", 0, false],
])("a key that was %s", (_, msAgo, quiet) => {
  const use = msAgo === undefined ? null : { at: plus(now, -msAgo), service: "s3", region: "us-east-1" };
  expect(isQuiet(use, policy, now)).toBe(quiet);
});

test("what was granted to an old key is shortened by the age that a key may have, and never made longer", () => {
  const granted = { retireAt: plus(now, DAY_MS), hardStopAt: plus(now, 14 * DAY_MS) };
  for (const later of [undefined, granted.hardStopAt, plus(granted.hardStopAt, 1)]) {
    expect(withinLifetime(granted, later)).toEqual(granted);
  }
  const between = plus(now, 3 * DAY_MS);
  expect(withinLifetime(granted, between)).toEqual({ ...granted, hardStopAt: between });
  const before = plus(now, HOUR_MS);
  expect(withinLifetime(granted, before)).toEqual({ retireAt: before, hardStopAt: before });
});

test("a key in use is looked at again in a day, and at its hard stop at the latest", () => {
  expect(lookAgainAt(now, plus(now, DAY_MS + 1))).toBe(plus(now, DAY_MS));
  expect(lookAgainAt(now, plus(now, DAY_MS - 1))).toBe(plus(now, DAY_MS - 1));
});
