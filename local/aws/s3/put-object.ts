import { sendEmpty } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { checksumHeader } from "./checksums.ts";
import { listOf, receiveBody } from "./receive-body.ts";
import { demandOnObject, notImplemented, type S3Call, type S3Operation } from "./s3-call.ts";

const KEPT = ["cache-control", "content-disposition", "content-language", "expires"];
const METADATA_BYTES_MAX = 2048;

/** Headers that change what a PUT means, and that are not done here: better refused than ignored. */
const REFUSED = [
  "x-amz-copy-source",
  "x-amz-tagging",
  "x-amz-website-redirect-location",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-legal-hold",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-write-offset-bytes",
  "x-amz-grant-read",
  "x-amz-grant-full-control",
];

export const putObject: S3Operation = async (call) => {
  demandOnObject(call, "s3:PutObject");
  const { bucket, key, request } = call;
  refuseUnknownMeaning(call);
  const headers = keptHeaders(request.headers);
  checkPreconditions(call);
  const { data, filled } = await bucket.receive(async (file) =>
    receiveBody({ ...call, headers: request.headers, body: request.body }, (piece) => file.writeFile(piece)),
  );
  try {
    checkPreconditions(call);
    bucket.put({
      key,
      data,
      bytes: filled.bytes,
      etag: filled.md5,
      lastModified: Date.now(),
      headers,
      checksums: filled.checksums,
    });
  } catch (error) {
    bucket.discard(data);
    throw error;
  }
  const { response } = call.answer;
  response.setHeader("etag", `"${filled.md5}"`);
  for (const [algorithm, value] of Object.entries(filled.checksums)) {
    response.setHeader(checksumHeader(algorithm), value);
    response.setHeader("x-amz-checksum-type", "FULL_OBJECT");
  }
  sendEmpty(call.answer, 200);
};

function refuseUnknownMeaning({ request }: S3Call): void {
  const refused = REFUSED.find((name) => request.headers.has(name));
  if (refused !== undefined) throw notImplemented(refused);
  const encryption = request.headers.get("x-amz-server-side-encryption");
  if (encryption !== undefined && encryption !== "AES256") throw notImplemented(`encryption ${encryption}`);
  const acl = request.headers.get("x-amz-acl");
  if (acl !== undefined && acl !== "private" && !acl.startsWith("bucket-owner-")) {
    throw notImplemented(`x-amz-acl ${acl}`);
  }
}

/** What of the request belongs to the object. */
function keptHeaders(headers: ReadonlyMap<string, string>): [string, string][] {
  const kept: [string, string][] = [["content-type", headers.get("content-type") ?? "binary/octet-stream"]];
  for (const name of KEPT) {
    const value = headers.get(name);
    if (value !== undefined) kept.push([name, value]);
  }
  const encodings = listOf(headers.get("content-encoding")).filter((name) => name !== "aws-chunked");
  if (encodings.length > 0) kept.push(["content-encoding", encodings.join(",")]);
  const metadata = [...headers].filter(([name]) => name.startsWith("x-amz-meta-"));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - 11 + Buffer.byteLength(value), 0);
  if (bytes > METADATA_BYTES_MAX) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new AwsError(400, "MetadataTooLarge", message);
  }
  return [...kept, ...metadata];
}

/** `If-None-Match: *` (only if new) and `If-Match` (only if unchanged). */
function checkPreconditions({ bucket, key, request }: S3Call): void {
  const current = bucket.object(key);
  const ifNoneMatch = request.headers.get("if-none-match");
  const ifMatch = request.headers.get("if-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImplemented("If-None-Match other than *");
  if (ifMatch !== undefined && current === undefined) {
    throw new AwsError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  }
  const failed =
    (ifNoneMatch !== undefined && current !== undefined) ||
    (ifMatch !== undefined && ifMatch.replaceAll('"', "") !== current?.etag);
  if (!failed) return;
  const message = "At least one of the pre-conditions you specified did not hold";
  throw new AwsError(412, "PreconditionFailed", message);
}
