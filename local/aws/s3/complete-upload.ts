import { createHash } from "node:crypto";
import { sendXml } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { queryValue } from "../aws-request.ts";
import { checksumAlgorithm, checksumHeader, startChecksum } from "./checksums.ts";
import { chooseParts, invalidPart, parseParts } from "./choose-parts.ts";
import { copyBytes } from "./copy-bytes.ts";
import { invalidRequest, noSuchUpload } from "./create-upload.ts";
import { checksumElements } from "./object-headers.ts";
import type { ObjectRecord } from "./object-record.ts";
import { checkWrite, demandConditions } from "./preconditions.ts";
import { demandOnObject, type S3Call, type S3Operation } from "./s3-call.ts";
import type { PartRecord } from "./upload-record.ts";
import type { Upload, Uploads } from "./uploads.ts";
import { receiveXml } from "./xml-body.ts";

/** 10,000 parts with an ETag and a checksum of 64 bytes each. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/**
 * `CompleteMultipartUpload`: the parts are joined in a file nobody knows; one record then makes it the object, and
 * only after it is the upload taken away. Whoever asks again, since the first answer was lost, gets the same one.
 */
export const completeUpload: S3Operation = async (call) => {
  demandOnObject(call, "s3:PutObject");
  demandConditions(call);
  const { bucket, key } = call;
  const uploadId = queryValue(call.request, "uploadId") ?? "";
  const wanted = parseParts(await receiveXml(call, BODY_BYTES_MAX, headersOfBody(call)));
  await bucket.uploads.find(uploadId, key)?.completing?.catch(() => {});
  const upload = bucket.uploads.find(uploadId, key);
  if (upload === undefined) {
    const completed = bucket.object(key);
    if (uploadId === "" || completed?.uploadId !== uploadId) throw noSuchUpload(uploadId);
    return answer(call, completed);
  }
  const parts = chooseParts(upload, wanted);
  checkWrite(call);
  checkSize(call, parts);
  const completing = join(call, upload, parts);
  upload.completing = completing;
  try {
    answer(call, await completing);
  } finally {
    if (upload.completing === completing) delete upload.completing;
  }
};

async function join(call: S3Call, upload: Upload, parts: PartRecord[]): Promise<ObjectRecord> {
  const { bucket, key } = call;
  const { uploadId, headers, checksum } = upload;
  const isOpen = () => bucket.uploads.find(uploadId, key) === upload;
  const algorithms = checksum?.type === "FULL_OBJECT" ? [checksum.algorithm] : [];
  const { data, filled } = await bucket
    .receive((file) =>
      copyBytes(joined(bucket.uploads, upload, parts), algorithms, (piece) => file.writeFile(piece)),
    )
    .catch((error) => {
      throw isOpen() ? error : noSuchUpload(uploadId);
    });
  const { bytes } = filled;
  const checksums = checksum?.type === "COMPOSITE" ? composite(checksum.algorithm, parts) : filled.checksums;
  const about = {
    key,
    data,
    bytes,
    etag: etagOf(parts),
    lastModified: Date.now(),
    headers,
    checksums,
    uploadId,
  };
  const record: ObjectRecord = { ...about, ...(checksum && { checksumType: checksum.type }) };
  try {
    if (bytes !== bytesOf(parts)) throw new Error("the file of a part is not whole");
    if (!isOpen()) throw noSuchUpload(uploadId);
    checkDeclared(call, checksums);
    checkWrite(call);
    bucket.put(record);
  } catch (error) {
    bucket.discard(data);
    throw error;
  }
  await bucket.uploads.end(upload);
  return record;
}

function bytesOf(parts: PartRecord[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

function checkSize({ request }: S3Call, parts: PartRecord[]): void {
  const declared = request.headers.get("x-amz-mp-object-size");
  if (declared === undefined || declared === String(bytesOf(parts))) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${bytesOf(parts)}`,
  );
}

/** In this request `x-amz-checksum-*` is the object's, not the body's. */
function headersOfBody({ request }: S3Call): ReadonlyMap<string, string> {
  return new Map([...request.headers].filter(([name]) => checksumAlgorithm(name) === undefined));
}

/** One part open at a time, however many there are. */
export async function* joined(uploads: Uploads, upload: Upload, parts: PartRecord[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    const file = await uploads.openPart(upload, part);
    if (file === undefined) throw invalidPart(upload, part.partNumber);
    try {
      yield* file.createReadStream({ autoClose: false, highWaterMark: PIECE_BYTES });
    } finally {
      await file.close();
    }
  }
}

function etagOf(parts: PartRecord[]): string {
  const digests = createHash("md5");
  for (const part of parts) digests.update(Buffer.from(part.etag, "hex"));
  return `${digests.digest("hex")}-${parts.length}`;
}

function composite(algorithm: string, parts: PartRecord[]): Record<string, string> {
  const checksum = startChecksum(algorithm);
  for (const part of parts) checksum.update(Buffer.from(part.checksums[algorithm] ?? "", "base64"));
  return { [algorithm]: `${checksum.digest()}-${parts.length}` };
}

function checkDeclared({ request }: S3Call, checksums: Record<string, string>): void {
  for (const [algorithm, value] of Object.entries(checksums)) {
    const declared = request.headers.get(checksumHeader(algorithm));
    // That of parts may be given with or without their number.
    if (declared === undefined || [value, value.replace(/-\d+$/, "")].includes(declared)) continue;
    const name = algorithm.toUpperCase();
    throw new AwsError(400, "BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  }
}

function answer(call: S3Call, { etag, checksums, checksumType }: ObjectRecord): void {
  const path = `/${call.bucket.name}/${call.key.split("/").map(encodeURIComponent).join("/")}`;
  sendXml(call.answer, "CompleteMultipartUploadResult", {
    Location: `http://${call.request.headers.get("host") ?? ""}${path}`,
    Bucket: call.bucket.name,
    Key: call.key,
    ETag: `"${etag}"`,
    ...checksumElements(checksums),
    ChecksumType: checksumType,
  });
}
