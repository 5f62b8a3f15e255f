import * as z from "zod";
import { whole } from "./whole.ts";

/** A month: longer than any pipeline needs to move over. */
const GRACE_HOURS_MAX = 720;
export const GraceHours = whole("hours", 1, GRACE_HOURS_MAX);
const HARD_STOP_DAYS_MAX = 90;
const GRACE_HOURS_DEFAULT = 24;
const HARD_STOP_DAYS_DEFAULT = 14;

export const ResetMode = z.enum(["immediate", "staged"]);
export type ResetMode = z.infer<typeof ResetMode>;

/** How keys are reset, and how long the key before lives on in a staged reset. */
export const Reset = z
  .strictObject({
    /** What a request does that does not say. */
    defaultMode: ResetMode.default("immediate"),
    /** How long the key before works on at the least, unless a request says otherwise. */
    graceHoursDefault: GraceHours.exactOptional(),
    graceHoursMax: GraceHours.default(168),
    /** A key that was used within so many hours is in use. */
    quietHours: whole("hours", 1, GRACE_HOURS_MAX).default(36),
    /** So many days after the reset the key before is retired although it is in use. */
    hardStopDays: whole("days", 1, HARD_STOP_DAYS_MAX).exactOptional(),
    /** How long a retired key can be restored, before it is deleted. */
    undoHours: whole("hours", 0, GRACE_HOURS_MAX).default(72),
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], input: value, message });
    const { graceHoursDefault = 1, graceHoursMax, hardStopDays = HARD_STOP_DAYS_MAX } = value;
    if (graceHoursDefault > graceHoursMax) {
      fault("graceHoursDefault", `at most graceHoursMax, ${graceHoursMax} hours`);
    }
    if (hardStopDays * 24 < graceHoursMax) {
      fault("hardStopDays", `not before the longest grace of ${graceHoursMax} hours is over`);
    }
  })
  .transform(({ graceHoursDefault, hardStopDays, ...rules }) => ({
    ...rules,
    graceHoursDefault: graceHoursDefault ?? Math.min(GRACE_HOURS_DEFAULT, rules.graceHoursMax),
    hardStopDays: hardStopDays ?? Math.max(HARD_STOP_DAYS_DEFAULT, Math.ceil(rules.graceHoursMax / 24)),
  }));
export type Reset = z.infer<typeof Reset>;
