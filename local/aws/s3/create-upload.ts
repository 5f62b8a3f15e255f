import { randomBytes } from "node:crypto";
import { sendEmpty, sendXml } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { queryValue } from "../aws-request.ts";
import { startChecksum } from "./checksums.ts";
import { keptHeaders, refuseUnknownMeaning } from "./object-headers.ts";
import { demandOnObject, type S3Call, type S3Operation } from "./s3-call.ts";
import type { UploadRecord } from "./upload-record.ts";
import type { Upload } from "./uploads.ts";

/** `CreateMultipartUpload`. */
export const createUpload: S3Operation = (call) => {
  demandOnObject(call, "s3:PutObject");
  refuseUnknownMeaning(call);
  const { headers } = call.request;
  const checksum = checksumOf(headers);
  const initiatedAt = Date.now();
  // The uploads of a key are listed by their ids: so by time.
  const uploadId = initiatedAt.toString(16).padStart(12, "0") + randomBytes(26).toString("hex");
  const record = { uploadId, key: call.key, initiatedAt, headers: keptHeaders(headers) };
  call.bucket.uploads.begin({ ...record, ...(checksum && { checksum }) });
  if (checksum !== undefined) {
    call.answer.response.setHeader("x-amz-checksum-algorithm", checksum.algorithm.toUpperCase());
    call.answer.response.setHeader("x-amz-checksum-type", checksum.type);
  }
  const names = { Bucket: call.bucket.name, Key: call.key, UploadId: uploadId };
  sendXml(call.answer, "InitiateMultipartUploadResult", names);
};

/** CRC-64 is of the full object only, SHA of the parts only; the others are of either. */
function checksumOf(headers: ReadonlyMap<string, string>): UploadRecord["checksum"] {
  const algorithm = headers.get("x-amz-checksum-algorithm")?.toLowerCase();
  const wanted = headers.get("x-amz-checksum-type")?.toUpperCase();
  if (algorithm === undefined) {
    if (wanted === undefined) return undefined;
    throw invalidRequest(
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  startChecksum(algorithm);
  const type = wanted ?? (algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE");
  if (type === "FULL_OBJECT" && algorithm.startsWith("crc")) return { algorithm, type };
  if (type === "COMPOSITE" && algorithm !== "crc64nvme") return { algorithm, type };
  throw invalidRequest(`The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`);
}

/** `AbortMultipartUpload`. */
export const abortUpload: S3Operation = async (call) => {
  demandOnObject(call, "s3:AbortMultipartUpload");
  await call.bucket.uploads.end(findUpload(call));
  sendEmpty(call.answer, 204);
};

/** The upload a request names, if it is one of its key. */
export function findUpload(call: S3Call): Upload {
  const uploadId = queryValue(call.request, "uploadId") ?? "";
  const upload = call.bucket.uploads.find(uploadId, call.key);
  if (upload === undefined) throw noSuchUpload(uploadId);
  return upload;
}

export function noSuchUpload(uploadId: string): AwsError {
  const message =
    "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been " +
    "aborted or completed.";
  return new AwsError(404, "NoSuchUpload", message, { UploadId: uploadId });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError(400, "InvalidRequest", message);
}
