import * as z from "zod";
import { Instant } from "../clock.ts";

export const AccessKeyId = z
  .string()
  .regex(/^[A-Za-z0-9_]{16,128}$/, "an access key id has 16 to 128 letters and digits");

/** `doomed` is written before IAM is asked to delete the key, and is for ever. */
export const CurrentKey = z.object({
  accessKeyId: AccessKeyId,
  state: z.enum(["active", "inactive", "doomed"]),
  createdAt: Instant,
});
export type CurrentKey = z.infer<typeof CurrentKey>;

/** The key before the current one, on its way out. */
export const RetiringKey = z.object({
  accessKeyId: AccessKeyId,
  state: z.literal("doomed"),
  createdAt: Instant,
});
export type RetiringKey = z.infer<typeof RetiringKey>;
