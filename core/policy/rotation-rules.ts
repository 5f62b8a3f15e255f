import * as z from "zod";
import { whole } from "./whole.ts";

const AGE_DAYS_MAX = 3_650;
const REMINDERS_MAX = 10;
const REPEAT_DAYS_MAX = 365;
const ADOPTION_WINDOW_DAYS_MAX = 90;
const REMIND_BEFORE_DAYS = [30, 14, 7, 1];

const days = (max: number, min = 1) => whole("days", min, max);

export const Enforcement = z.enum(["remind", "deactivate"]);

/** When a key is due for a reset, who is told before and after, and what becomes of one that is not reset. */
export const Rotation = z
  .strictObject({
    /** After how many days a key is due: 180, as the connector portal asks of its users. */
    maxAgeDays: days(AGE_DAYS_MAX).default(180),
    /** Days before it is due on which a reminder is sent. */
    remindBeforeDays: z
      .array(days(AGE_DAYS_MAX))
      .max(REMINDERS_MAX, `at most ${REMINDERS_MAX} reminders`)
      .exactOptional(),
    /** How often it is said again once it is due. */
    overdueEveryDays: days(REPEAT_DAYS_MAX).default(7),
    /** `deactivate`: a key that is not reset stops working `deactivateAfterDays` days after it was due. */
    enforcement: Enforcement.default("remind"),
    deactivateAfterDays: days(REPEAT_DAYS_MAX, 0).optional(),
    /** Over how many days it is told of keys whose age was to be told of when they were adopted; 0: at once. */
    adoptionWindowDays: days(ADOPTION_WINDOW_DAYS_MAX, 0).default(14),
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], input: value, message });
    const { maxAgeDays, remindBeforeDays = [], enforcement, deactivateAfterDays } = value;
    if (new Set(remindBeforeDays).size < remindBeforeDays.length) {
      fault("remindBeforeDays", "name each day once");
    }
    if (remindBeforeDays.some((before) => before >= maxAgeDays)) {
      fault(
        "remindBeforeDays",
        `a reminder comes after the key is made: fewer than ${maxAgeDays} days before`,
      );
    }
    if (enforcement === "deactivate" && deactivateAfterDays === undefined) {
      fault("deactivateAfterDays", "say how many days after the due date a key is deactivated");
    }
    if (enforcement === "remind" && deactivateAfterDays !== undefined) {
      fault("deactivateAfterDays", "a key is only deactivated with enforcement deactivate");
    }
  })
  .transform(({ remindBeforeDays, ...rules }) => ({
    ...rules,
    remindBeforeDays: latestLast(
      remindBeforeDays ?? REMIND_BEFORE_DAYS.filter((days) => days < rules.maxAgeDays),
    ),
  }));
export type Rotation = z.infer<typeof Rotation>;

function latestLast(daysBefore: readonly number[]): number[] {
  return [...daysBefore].sort((a, b) => b - a);
}
