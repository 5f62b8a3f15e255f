import * as z from "zod";

export const RetireBody = z.strictObject({ force: z.boolean().default(false) });
export const RestoreBody = z.strictObject({});
