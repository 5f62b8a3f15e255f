import { z } from "zod";

/** Of all bytes, or of the checksums of the parts it was uploaded in. */
export const ChecksumType = z.enum(["FULL_OBJECT", "COMPOSITE"]);

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
  /** Absent: of the full object. */
  checksumType: ChecksumType.optional(),
  /** The multipart upload it came from. */
  uploadId: z.string().optional(),
});
export type ObjectRecord = z.infer<typeof ObjectRecord>;
