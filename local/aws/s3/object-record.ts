import { z } from "zod";

/** What is known of an object; its bytes are in the file `data` of the bucket's data folder. */
export const ObjectRecord = z.strictObject({
  key: z.string(),
  data: z.string().regex(/^[0-9a-f-]{36}$/),
  bytes: z.number().int().min(0),
  etag: z.string(),
  /** ms since epoch */
  lastModified: z.number(),
  /** Headers given back as they came: content-type, cache-control … and x-amz-meta-* */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** algorithm → base64 */
  checksums: z.record(z.string(), z.string()),
});
export type ObjectRecord = z.infer<typeof ObjectRecord>;
