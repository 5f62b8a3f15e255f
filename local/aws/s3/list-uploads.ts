import { sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { toBytes } from "./key-order.ts";
import { encoder, owner, parseMaximum } from "./list-objects.ts";
import { demandOnBucket, type S3Operation } from "./s3-call.ts";
import type { Upload } from "./uploads.ts";

/** An upload, or a common prefix of some, at its place in the order of keys. */
interface Entry {
  bytes: string;
  upload: Upload | undefined;
  prefix: string;
}

/** `ListMultipartUploads`, in the order of keys and, within a key, of ids, which is that of time. */
export const listUploads: S3Operation = (call) => {
  demandOnBucket(call, "s3:ListBucketMultipartUploads");
  const given = (name: string) => queryValue(call.request, name) ?? "";
  const encode = encoder(queryValue(call.request, "encoding-type"));
  const [prefix, delimiter, keyMarker] = [given("prefix"), given("delimiter"), given("key-marker")];
  const uploadsMax = parseMaximum(queryValue(call.request, "max-uploads"), "max-uploads");
  const uploads = call.bucket.uploads.all().filter((upload) => upload.key.startsWith(prefix));
  const entries = entriesOf(uploads, prefix, delimiter);
  const rest = entries.slice(startOf(entries, keyMarker, given("upload-id-marker")));
  const page = rest.slice(0, uploadsMax);
  const last = uploadsMax > 0 && rest.length > page.length ? page.at(-1) : undefined;
  const who = owner(call.caller.accountId);
  sendXml(call.answer, "ListMultipartUploadsResult", {
    Bucket: call.bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    KeyMarker: encode(keyMarker),
    UploadIdMarker: given("upload-id-marker"),
    NextKeyMarker: last && encode(last.upload?.key ?? last.prefix),
    NextUploadIdMarker: last?.upload?.uploadId,
    EncodingType: queryValue(call.request, "encoding-type"),
    MaxUploads: uploadsMax,
    IsTruncated: last !== undefined,
    Upload: page.flatMap(({ upload }) => (upload === undefined ? [] : [describe(upload, encode, who)])),
    CommonPrefixes: page.flatMap((entry) => (entry.upload ? [] : [{ Prefix: encode(entry.prefix) }])),
  });
};

function entriesOf(uploads: Upload[], prefix: string, delimiter: string): Entry[] {
  const entries = uploads.map((upload): Entry => {
    const cut = delimiter === "" ? -1 : upload.key.indexOf(delimiter, prefix.length);
    if (cut < 0) return { bytes: toBytes(upload.key), upload, prefix: "" };
    const common = upload.key.slice(0, cut + delimiter.length);
    return { bytes: toBytes(common), upload: undefined, prefix: common };
  });
  entries.sort((a, b) => {
    if (a.bytes !== b.bytes) return a.bytes < b.bytes ? -1 : 1;
    return idOf(a) < idOf(b) ? -1 : 1;
  });
  return entries.filter((entry, index) => entry.upload || entries[index - 1]?.prefix !== entry.prefix);
}

/**
 * After the upload the markers name, or where it would be: it may have been aborted since. Without an id, after all of
 * the key.
 */
function startOf(entries: Entry[], keyMarker: string, uploadId: string): number {
  if (keyMarker === "") return 0;
  const marker = toBytes(keyMarker);
  const isAfter = (entry: Entry) =>
    entry.bytes > marker || (uploadId !== "" && entry.bytes === marker && idOf(entry) > uploadId);
  const index = entries.findIndex(isAfter);
  return index < 0 ? entries.length : index;
}

function idOf({ upload }: Entry): string {
  return upload?.uploadId ?? "";
}

function describe(upload: Upload, encode: (text: string) => string, who: { ID: string }) {
  return {
    Key: encode(upload.key),
    UploadId: upload.uploadId,
    Initiator: who,
    Owner: who,
    StorageClass: "STANDARD",
    Initiated: new Date(upload.initiatedAt).toISOString(),
    ChecksumAlgorithm: upload.checksum?.algorithm.toUpperCase(),
    ChecksumType: upload.checksum?.type,
  };
}
