import * as z from "zod";
import { ResetReason } from "../../core/key/events.ts";
import { GraceHours, ResetMode } from "../../core/policy/reset-rules.ts";

const Fields = z.strictObject({
  mode: ResetMode.exactOptional(),
  graceHours: GraceHours.exactOptional(),
  reason: ResetReason.default("other"),
  /** The caller's word for it: what is no key of ours is a conflict, not a fault of the request. */
  expectedAccessKeyId: z
    .string()
    .regex(/^\w{1,128}$/)
    .nullable()
    .exactOptional(),
});

/** What the routes that create or reset a key take. */
export const ResetBody = Fields.refine(({ mode, reason }) => mode !== "staged" || reason !== "compromised", {
  path: ["mode"],
  error: "a compromised key is replaced at once",
});
