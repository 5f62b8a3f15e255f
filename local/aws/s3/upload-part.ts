import type { FileHandle } from "node:fs/promises";
import { sendEmpty, sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { copyBytes } from "./copy-bytes.ts";
import { copiedPart, openSource } from "./copy-source.ts";
import { findUpload, invalidRequest, noSuchUpload } from "./create-upload.ts";
import { checksumElements, refuseUnknownMeaning, setChecksums } from "./object-headers.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import { demandOnObject, invalidArgument, type S3Call, type S3Operation } from "./s3-call.ts";
import type { PartRecord } from "./upload-record.ts";
import type { Upload } from "./uploads.ts";

/** `UploadPart`, and `UploadPartCopy` where a source is named. */
export const uploadPart: S3Operation = async (call) => {
  demandOnObject(call, "s3:PutObject");
  if (call.request.headers.has("x-amz-copy-source")) return uploadPartCopy(call);
  const upload = findUpload(call);
  refuseUnknownMeaning(call);
  const { headers, body } = call.request;
  const part = await storePart(call, upload, (file) =>
    receiveBody({ ...call, headers, body }, (piece) => file.writeFile(piece)),
  );
  call.answer.response.setHeader("etag", `"${part.etag}"`);
  setChecksums(call.answer.response, part);
  sendEmpty(call.answer, 200);
};

async function uploadPartCopy(call: S3Call): Promise<void> {
  const source = await openSource(call);
  try {
    const upload = findUpload(call);
    refuseUnknownMeaning(call);
    const range = copiedPart(call.request.headers.get("x-amz-copy-source-range"), source.record.bytes);
    const algorithms = upload.checksum === undefined ? [] : [upload.checksum.algorithm];
    const part = await storePart(call, upload, (file) =>
      copyBytes(source.read(range), algorithms, (piece) => file.writeFile(piece)),
    );
    sendXml(call.answer, "CopyPartResult", {
      LastModified: new Date(part.lastModified).toISOString(),
      ETag: `"${part.etag}"`,
      ...checksumElements(part.checksums),
    });
  } finally {
    await source.close();
  }
}

/** The part is there when all its bytes are, and were what was said of them; until then the one before it stands. */
async function storePart(
  call: S3Call,
  upload: Upload,
  fill: (file: FileHandle) => Promise<ReceivedBody>,
): Promise<PartRecord> {
  const { uploads } = call.bucket;
  const isOpen = () => uploads.find(upload.uploadId, upload.key) === upload;
  const partNumber = partNumberOf(call);
  const { data, filled } = await uploads.receivePart(upload, fill).catch((error) => {
    throw isOpen() ? error : noSuchUpload(upload.uploadId);
  });
  const { bytes, md5: etag, checksums } = filled;
  const part = { partNumber, data, bytes, etag, checksums, lastModified: Date.now() };
  try {
    if (!isOpen()) throw noSuchUpload(upload.uploadId);
    checkAlgorithm(upload, checksums);
    uploads.putPart(upload, part);
  } catch (error) {
    uploads.discardPart(upload, data);
    throw error;
  }
  return part;
}

function checkAlgorithm({ checksum }: Upload, given: Record<string, string>): void {
  if (checksum === undefined || checksum.algorithm in given) return;
  const actual = Object.keys(given)[0] ?? "null";
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm}, actual checksum Type: ${actual}`,
  );
}

function partNumberOf({ request }: S3Call): number {
  const text = queryValue(request, "partNumber") ?? "";
  const isPartNumber = /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_000;
  if (isPartNumber) return Number(text);
  throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
}
