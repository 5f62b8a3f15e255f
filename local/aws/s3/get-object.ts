import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { sendEmpty } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { queryValue } from "../aws-request.ts";
import { ONLY_VERSION } from "./list-versions.ts";
import { setChecksums } from "./object-headers.ts";
import type { ObjectRecord } from "./object-record.ts";
import { judgeRead, preconditionFailed } from "./preconditions.ts";
import { parseRange } from "./range.ts";
import { demandOnObject, missingObject, notImplemented, type S3Call, type S3Operation } from "./s3-call.ts";

const ATTEMPTS_MAX = 5;
/** `response-content-type=…` and the like: what a presigned URL may want the answer to say. */
const OVERRIDES = [
  "content-type",
  "content-disposition",
  "content-encoding",
  "content-language",
  "cache-control",
  "expires",
];

/** GET and HEAD of an object. */
export const getObject: S3Operation = async (call) => {
  demandOnObject(call, "s3:GetObject");
  const { record, file } = await openCurrent(call);
  const { response } = call.answer;
  try {
    checkPreconditions(call, record);
    const range = parseRange(call.request.headers.get("range"), record.bytes);
    describe(call, record, response, range !== undefined);
    if (range !== undefined) {
      response.setHeader("content-range", `bytes ${range.first}-${range.last}/${record.bytes}`);
    }
    const bytes = range === undefined ? record.bytes : range.last - range.first + 1;
    response.writeHead(range === undefined ? 200 : 206, { "content-length": bytes });
    if (call.request.method === "HEAD" || bytes === 0) {
      response.end();
      return;
    }
    const part = range === undefined ? {} : { start: range.first, end: range.last };
    await pipeline(file.createReadStream({ ...part, autoClose: false }), response);
  } finally {
    await file.close();
  }
};

/** An object may be replaced between looking it up and opening its bytes: then the new one is looked up. */
export async function openCurrent(call: Pick<S3Call, "bucket" | "key" | "caller" | "may">) {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const record = call.bucket.object(call.key);
    if (record === undefined) throw missingObject(call);
    const file = await call.bucket.openData(record);
    if (file !== undefined) return { record, file };
  }
  throw new Error("an object's data file is missing");
}

function describe(call: S3Call, record: ObjectRecord, response: ServerResponse, partial: boolean): void {
  response.setHeader("accept-ranges", "bytes");
  response.setHeader("etag", `"${record.etag}"`);
  response.setHeader("last-modified", new Date(record.lastModified).toUTCString());
  for (const [name, value] of record.headers) response.setHeader(name, headerText(value));
  for (const [name, value] of call.request.query) {
    const header = name.startsWith("response-") ? name.slice("response-".length) : "";
    if (OVERRIDES.includes(header)) response.setHeader(header, headerText(value));
  }
  if (partial || call.request.headers.get("x-amz-checksum-mode")?.toUpperCase() !== "ENABLED") return;
  setChecksums(response, record);
}

/** Back to the bytes it came as; what HTTP does not allow in a header is left out. */
function headerText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  return Buffer.from(value.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ""), "utf8").toString("latin1");
}

function checkPreconditions(call: S3Call, record: ObjectRecord): void {
  const verdict = judgeRead(call.request.headers, record);
  if (verdict === "met") return;
  if (verdict === "changed") throw preconditionFailed();
  const { response } = call.answer;
  describe(call, record, response, true);
  for (const name of response.getHeaderNames()) {
    if (isOfBody(name)) response.removeHeader(name);
  }
  throw new AwsError(304, "NotModified", "Not Modified");
}

/** What a 304 leaves out: it says what is needed to go on using the body that one has. */
function isOfBody(header: string): boolean {
  return header === "accept-ranges" || header.startsWith("content-") || header.startsWith("x-amz-meta-");
}

/** With the version of the object that it has, the right is another. */
export const deleteObject: S3Operation = (call) => {
  const version = queryValue(call.request, "versionId");
  demandOnObject(call, version === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion");
  if (version !== undefined && version !== ONLY_VERSION) throw notImplemented("versions");
  if (call.request.headers.has("if-match")) throw notImplemented("If-Match of DeleteObject");
  call.bucket.delete(call.key);
  sendEmpty(call.answer, 204);
};
