import * as z from "zod";
import { Instant } from "../clock.ts";
import { ResetReason } from "./events.ts";

/** What a record may know of a customer's pair that is being taken in: everything but the secret. */
export const GivenPair = z.object({
  accessKeyId: z.string(),
  createdAt: Instant,
  userName: z.string(),
  accountId: z.string(),
  reason: ResetReason,
  /** AWS was seen not to take the old key of the time before, which nobody has been told of yet. */
  oldDeactivated: z.boolean(),
});
export type GivenPair = z.infer<typeof GivenPair>;
