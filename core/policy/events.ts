import * as z from "zod";
import { ResetMode } from "./reset-rules.ts";
import { Enforcement } from "./rotation-rules.ts";

export const policyEvents = {
  /** The org's rules are others now. Of the contacts only how many there are: an event holds no mail address. */
  PolicyChanged: z.strictObject({
    policyVersion: z.int().positive(),
    contactCount: z.int().min(0),
    rotation: z.strictObject({
      maxAgeDays: z.int(),
      remindBeforeDays: z.array(z.int()),
      overdueEveryDays: z.int(),
      enforcement: Enforcement,
      deactivateAfterDays: z.int().nullable(),
      adoptionWindowDays: z.int().exactOptional(),
    }),
    reset: z.strictObject({
      defaultMode: ResetMode,
      graceHoursDefault: z.int(),
      graceHoursMax: z.int(),
      quietHours: z.int(),
      hardStopDays: z.int(),
      undoHours: z.int(),
    }),
  }),
};
