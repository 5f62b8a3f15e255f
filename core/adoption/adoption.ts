import * as z from "zod";
import { Instant } from "../clock.ts";
import { AccessKeyId } from "../key/access-key.ts";

/**
 * What was taken under management with a data service, as it was then: enough to finish the adoption without asking
 * anybody again.
 */
export const Adoption = z.object({
  cellId: z.string(),
  /** As IAM writes it. */
  userName: z.string(),
  bucket: z.string(),
  /** Ends in a slash, or is empty: the whole bucket. */
  folder: z.string(),
  key: z
    .object({ accessKeyId: AccessKeyId, state: z.enum(["active", "inactive"]), createdAt: Instant })
    .optional(),
  /** The user's other keys: never touched. */
  sparedIds: z.array(AccessKeyId),
  adoptedAt: Instant,
});
export type Adoption = z.infer<typeof Adoption>;
