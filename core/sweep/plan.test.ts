import { expect, test } from "vitest";
import { DAY_MS, plus } from "../clock.ts";
import { policyByDefault } from "../policy/policy.ts";
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
