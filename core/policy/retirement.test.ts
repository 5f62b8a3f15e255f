import { expect, test } from "vitest";
import { HOUR_MS, instant, plus } from "../clock.ts";
import { policyByDefault } from "./policy.ts";
import { isQuiet } from "./retirement.ts";

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
