import * as z from "zod";

/** What is destroyed is named once more by whoever destroys it. */
export const ConfirmQuery = z.strictObject({ confirm: z.string().min(1).max(256).optional() });
