import * as z from "zod";

export const policyEvents = {
  /** The org's rules are others now. Of the contacts only how many there are: an event holds no mail address. */
  PolicyChanged: z.strictObject({
    policyVersion: z.int().positive(),
    contactCount: z.int().min(0),
    rotation: z.strictObject({
      maxAgeDays: z.int(),
      remindBeforeDays: z.array(z.int()),
      overdueEveryDays: z.int(),
      enforcement: z.enum(["remind", "deactivate"]),
      deactivateAfterDays: z.int().nullable(),
    }),
    reset: z.strictObject({
      defaultMode: z.enum(["immediate", "staged"]),
      graceHoursDefault: z.int(),
      graceHoursMax: z.int(),
      quietHours: z.int(),
      hardStopDays: z.int(),
      undoHours: z.int(),
    }),
  }),
};
