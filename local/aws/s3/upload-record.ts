import { z } from "zod";
import { ChecksumType } from "./object-record.ts";

/** What CreateMultipartUpload said of the object to be. */
export const UploadRecord = z.strictObject({
  uploadId: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string(),
  /** ms since epoch */
  initiatedAt: z.number(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  checksum: z.strictObject({ algorithm: z.string(), type: ChecksumType }).optional(),
});
export type UploadRecord = z.infer<typeof UploadRecord>;

export const PartRecord = z.strictObject({
  partNumber: z.number().int().min(1).max(10_000),
  data: z.string().regex(/^[0-9a-f-]{36}$/),
  bytes: z.number().int().min(0),
  etag: z.string(),
  lastModified: z.number(),
  /** algorithm → base64 */
  checksums: z.record(z.string(), z.string()),
});
export type PartRecord = z.infer<typeof PartRecord>;
