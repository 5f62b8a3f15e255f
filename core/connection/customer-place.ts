import * as z from "zod";
import type { Place } from "../key/pair-checks.ts";

const FOLDER_BYTES_MAX = 512;

/** Empty for the whole bucket; with a slash at its end, however it is given. */
export const CustomerFolder = z
  .string()
  .refine((folder) => Buffer.byteLength(folder) <= FOLDER_BYTES_MAX, `at most ${FOLDER_BYTES_MAX} bytes`)
  .regex(/^\P{C}*$/u, "a folder has no control characters")
  .refine((folder) => !folder.startsWith("/"), "a folder does not begin with a slash")
  .transform((folder) => (folder === "" || folder.endsWith("/") ? folder : `${folder}/`));

/** A customer's service, as its record keeps it: whoever goes on with its creation finds all it needs. */
export const CustomerPlace = z.object({
  bucket: z.string(),
  folder: z.string(),
  region: z.string(),
  accountId: z.string(),
  userName: z.string(),
});
export type CustomerPlace = z.infer<typeof CustomerPlace> & Place;
