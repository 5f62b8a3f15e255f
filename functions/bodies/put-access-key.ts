import * as z from "zod";
import { ResetReason } from "../../core/key/events.ts";
import { GivenId, GivenSecret } from "./given-pair.ts";

export const PutAccessKeyBody = z.strictObject({
  accessKeyId: GivenId,
  secretAccessKey: GivenSecret,
  expectedAccessKeyId: z
    .string()
    .regex(/^\w{1,128}$/)
    .nullable()
    .exactOptional(),
  reason: ResetReason.default("other"),
  force: z.boolean().default(false),
});
