import { AwsError } from "../aws-error.ts";
import { decodeUri } from "../aws-request.ts";
import { demand } from "../iam/authorize.ts";
import { openCurrent } from "./get-object.ts";
import type { ObjectRecord } from "./object-record.ts";
import { judgeRead, preconditionFailed } from "./preconditions.ts";
import type { Range } from "./range.ts";
import { invalidArgument, notImplemented, type S3Call } from "./s3-call.ts";

const PIECE_BYTES = 256 * 1024;

interface CopySource {
  record: ObjectRecord;
  read(range?: Range): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** The object `x-amz-copy-source` names, if the caller may read it and it is what the conditions say it must be. */
export async function openSource(call: S3Call): Promise<CopySource> {
  const { bucket: name, key } = parseSource(call.request.headers.get("x-amz-copy-source") ?? "");
  demand(call.may, call.caller, "s3:GetObject", `arn:aws:s3:::${name}/${key}`);
  const bucket = call.buckets.get(name);
  if (bucket === undefined) {
    throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
  }
  const { record, file } = await openCurrent({ ...call, bucket, key });
  const close = () => file.close();
  if (judgeRead(call.request.headers, record, "x-amz-copy-source-") !== "met") {
    await close();
    throw preconditionFailed();
  }
  return {
    record,
    read: (range) =>
      file.createReadStream({
        autoClose: false,
        highWaterMark: PIECE_BYTES,
        ...(range !== undefined && { start: range.first, end: range.last }),
      }),
    close,
  };
}

/** `bucket/key`, with or without a slash before it, percent-encoded; `?versionId=null` is the one version there is. */
function parseSource(text: string): { bucket: string; key: string } {
  const [path = "", query] = text.split("?", 2);
  if (query !== undefined && query !== "versionId=null")
    throw notImplemented("x-amz-copy-source with a version");
  const decoded = decodeUri(path).replace(/^\//, "");
  if (decoded.startsWith("arn:")) throw notImplemented("x-amz-copy-source with an ARN");
  const slash = decoded.indexOf("/");
  if (slash > 0 && slash < decoded.length - 1) {
    return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
  }
  throw invalidArgument("Invalid copy source object key", "x-amz-copy-source", text);
}

/** `bytes=first-last` of a part to copy: both are needed, and both must lie within the source. */
export function copiedPart(header: string | undefined, bytes: number): Range | undefined {
  if (header === undefined) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  if (first !== "" && Number(first) <= Number(last) && Number(last) < bytes) {
    return { first: Number(first), last: Number(last) };
  }
  const message =
    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
  throw invalidArgument(message, "x-amz-copy-source-range", header);
}
