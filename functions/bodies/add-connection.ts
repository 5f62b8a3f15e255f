import * as z from "zod";

export const AddConnectionBody = z.strictObject({ region: z.string().min(1).max(32).exactOptional() });
