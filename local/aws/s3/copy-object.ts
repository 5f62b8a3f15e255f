import { sendXml } from "../answers.ts";
import { startChecksum } from "./checksums.ts";
import { copyBytes } from "./copy-bytes.ts";
import { openSource } from "./copy-source.ts";
import { invalidRequest } from "./create-upload.ts";
import { checksumElements, keptHeaders, refuseUnknownMeaning } from "./object-headers.ts";
import type { ObjectRecord } from "./object-record.ts";
import { checkWrite, demandConditions } from "./preconditions.ts";
import { demandOnObject, invalidArgument, type S3Call, type S3Operation } from "./s3-call.ts";

/** 5 GB: what S3 copies in one request. */
const BYTES_MAX = 5 * 1024 ** 3;

/** `CopyObject`: the caller needs GetObject on the source and PutObject on the target. */
export const copyObject: S3Operation = async (call) => {
  demandOnObject(call, "s3:PutObject");
  demandConditions(call);
  refuseUnknownMeaning(call);
  const { bucket, key } = call;
  const source = await openSource(call);
  try {
    if (source.record.bytes > BYTES_MAX) {
      throw invalidRequest(
        "The specified copy source is larger than the maximum allowable size for a copy source",
      );
    }
    const headers = headersOf(call, source.record);
    checkWrite(call);
    const { data, filled } = await bucket.receive((file) =>
      copyBytes(source.read(), algorithmsOf(call, source.record), (piece) => file.writeFile(piece)),
    );
    const { bytes, md5: etag, checksums } = filled;
    const record = { key, data, bytes, etag, lastModified: Date.now(), headers, checksums };
    try {
      if (bytes !== source.record.bytes) throw new Error("an object's data file is not whole");
      checkWrite(call);
      bucket.put(record);
    } catch (error) {
      bucket.discard(data);
      throw error;
    }
    sendXml(call.answer, "CopyObjectResult", {
      LastModified: new Date(record.lastModified).toISOString(),
      ETag: `"${etag}"`,
      ...checksumElements(checksums),
      ChecksumType: Object.keys(checksums).length > 0 ? "FULL_OBJECT" : undefined,
    });
  } finally {
    await source.close();
  }
};

/** The source's own, unless the request says that it brings others. */
function headersOf({ request, bucket, key }: S3Call, source: ObjectRecord): [string, string][] {
  const directive = request.headers.get("x-amz-metadata-directive") ?? "COPY";
  if (directive === "REPLACE") return keptHeaders(request.headers);
  if (directive !== "COPY") {
    throw invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", directive);
  }
  if (bucket.object(key) !== source) return source.headers;
  const message =
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
    "metadata, storage class, website redirect location or encryption attributes.";
  throw invalidRequest(message);
}

/** What is asked for, else what the source had; a checksum of parts becomes one of the whole. */
function algorithmsOf({ request }: S3Call, source: ObjectRecord): string[] {
  const wanted = request.headers.get("x-amz-checksum-algorithm")?.toLowerCase();
  if (wanted === undefined) return Object.keys(source.checksums);
  startChecksum(wanted);
  return [wanted];
}
