import { describe, expect, test } from "vitest";
import { DAY_MS, type Instant, plus } from "../clock.ts";
import type { CurrentKey } from "../key/access-key.ts";
import { firstToldAt } from "../policy/first-told.ts";
import { Policy, type PolicyInForce, policyByDefault } from "../policy/policy.ts";
import { aConnection } from "../testing/sample-records.ts";
import { plan } from "./plan.ts";

const { policy } = policyByDefault;
const [firstDaysBefore = 0] = policy.rotation.remindBeforeDays;

test("a reminder is planned on its day, and not again for a record that is looked at for another reason", () => {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const current = { accessKeyId: "AKIAEXAMPLE000001", createdAt, state: "active" as const };
  const connection = { ...aConnection("acme"), current };
  const day = plus(createdAt, (policy.rotation.maxAgeDays - firstDaysBefore) * DAY_MS);
  expect(plan(connection, policyByDefault, plus(day, -1)).events).toEqual([]);
  const { record, events } = plan(connection, policyByDefault, day);
  expect(events).toMatchObject([{ type: "KeyRotationReminder", data: { daysUntilDue: firstDaysBefore } }]);
  expect(record.current).toMatchObject({ toldDaysBefore: firstDaysBefore });
  expect(plan({ ...connection, ...record }, policyByDefault, day).events).toEqual([]);
  expect(plan({ ...connection, ...record }, policyByDefault, plus(day, DAY_MS)).events).toEqual([]);
});

describe("a key that is long due", () => {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const due = plus(createdAt, policy.rotation.maxAgeDays * DAY_MS);
  const key = { accessKeyId: "AKIAEXAMPLE000001", createdAt };
  const planned = (current: CurrentKey, now: Instant, inForce: PolicyInForce = policyByDefault) =>
    plan(aConnection("acme", { current }), inForce, now);

  test.each(["inactive", "doomed"] as const)("and is %s is not told of, nor stopped once more", (state) => {
    const rotation = { enforcement: "deactivate", deactivateAfterDays: 5 };
    const strict = { policy: Policy.parse({ rotation }), policyVersion: 1 };
    const { events, work } = planned({ ...key, state }, plus(due, 100 * DAY_MS), strict);
    expect([events, work]).toEqual([[], undefined]);
    expect(planned({ ...key, state: "active" }, plus(due, 100 * DAY_MS), strict).work).toBe("disable");
  });

  test("when it is adopted is told of from its place in the window on", () => {
    const current: CurrentKey = { ...key, state: "active", adoptedAt: plus(due, 3 * DAY_MS) };
    const place = firstToldAt(current, policy.rotation) ?? "";
    expect(place > plus(due, 3 * DAY_MS)).toBe(true);
    expect(planned(current, plus(place, -1)).events).toEqual([]);
    expect(planned(current, place).events).toMatchObject([{ type: "KeyRotationDue" }]);
  });
});
