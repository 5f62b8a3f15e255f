import { createHash } from "node:crypto";

/** A request as it is sent to both, signed; `{upload}` in it stands for what `keep` found in an earlier answer. */
export interface S3Call {
  name: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** What to call what the pattern's first group matches. */
  keep?: Record<string, RegExp>;
}

const BUCKET = "judged";
const at = (key: string) => `/${BUCKET}/${key}`;
const md5 = (text: string) => createHash("md5").update(text).digest("base64");
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
const PART = "x".repeat(5 * 1024 * 1024);
const xml = (root: string, inner: string) =>
  `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
const complete = (...parts: [number, string][]) =>
  xml(
    "CompleteMultipartUpload",
    parts.map(([n, etag]) => `<Part><PartNumber>${n}</PartNumber><ETag>"${etag}"</ETag></Part>`).join(""),
  );
const remove = (quiet: boolean, ...keys: string[]) => {
  const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join("");
  const body = xml("Delete", `${objects}<Quiet>${quiet}</Quiet>`);
  return { body, headers: { "content-md5": md5(body) } };
};
const etagOf = (text: string) => createHash("md5").update(text).digest("hex");

function call(name: string, method: string, path: string, more: Partial<S3Call> = {}): S3Call {
  return { name, method, path, ...more };
}
const put = (key: string, body = key) => call(`put ${key}`, "PUT", at(key), { body });
const list = (name: string, query: string) => call(`list ${name}`, "GET", `/${BUCKET}?list-type=2&${query}`);
const get = (name: string, headers: Record<string, string>) =>
  call(`get ${name}`, "GET", at("kept"), { headers });

/** In this order, each on what the ones before it left. */
export const s3Calls: readonly S3Call[] = [
  call("create bucket", "PUT", `/${BUCKET}`),
  call("head bucket", "HEAD", `/${BUCKET}`),
  call("head no bucket", "HEAD", "/nobodys"),
  call("locate bucket", "GET", `/${BUCKET}?location`),
  call("list nothing", "GET", `/${BUCKET}?list-type=2`),
  call("list no bucket", "GET", "/nobodys?list-type=2"),

  call("put with headers", "PUT", at("kept"), {
    body: "0123456789",
    headers: {
      "content-type": "text/csv",
      "cache-control": "no-cache",
      "content-disposition": "attachment",
      "content-encoding": "identity",
      "content-language": "de",
      "x-amz-meta-origin": "line-7",
    },
  }),
  call("head what has headers", "HEAD", at("kept")),
  get("all of it", {}),
  get("first bytes", { range: "bytes=0-3" }),
  get("last bytes", { range: "bytes=-3" }),
  get("bytes to the end", { range: "bytes=7-" }),
  get("bytes beyond the end", { range: "bytes=5-99" }),
  get("bytes that are not there", { range: "bytes=10-20" }),
  get("a range that is none", { range: "bytes=5-2" }),
  get("two ranges", { range: "bytes=0-1,4-5" }),
  get("if it matches", { "if-match": `"${etagOf("0123456789")}"` }),
  get("if it matches another", { "if-match": '"other"' }),
  get("if it matches none", { "if-none-match": `"${etagOf("0123456789")}"` }),
  get("if changed since long ago", { "if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT" }),
  get("if changed since the future", { "if-modified-since": "Fri, 01 Jan 2038 00:00:00 GMT" }),
  get("if unchanged since long ago", { "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" }),
  call(
    "get with another type",
    "GET",
    `${at("kept")}?response-content-type=text%2Fplain&response-cache-control=max-age%3D1`,
  ),
  call("get nothing", "GET", at("nothing")),
  call("head nothing", "HEAD", at("nothing")),

  call("put without a type", "PUT", at("plain"), { body: "x" }),
  call("head what has no type", "HEAD", at("plain")),
  call("put nothing", "PUT", at("folder/")),
  call("put with its MD5", "PUT", at("md5"), { body: "a", headers: { "content-md5": md5("a") } }),
  call("put with another MD5", "PUT", at("md5"), { body: "a", headers: { "content-md5": md5("b") } }),
  call("put with no MD5 at all", "PUT", at("md5"), { body: "a", headers: { "content-md5": "nonsense" } }),
  call("put with its SHA-256", "PUT", at("sha"), {
    body: "a",
    headers: { "x-amz-checksum-sha256": sha256("a") },
  }),
  call("put with another SHA-256", "PUT", at("sha"), {
    body: "a",
    headers: { "x-amz-checksum-sha256": sha256("b") },
  }),
  call("head with its checksum", "HEAD", at("sha"), { headers: { "x-amz-checksum-mode": "ENABLED" } }),
  call("put where nothing is", "PUT", at("once"), { body: "a", headers: { "if-none-match": "*" } }),
  call("put where something is", "PUT", at("once"), { body: "b", headers: { "if-none-match": "*" } }),
  call("put over what matches", "PUT", at("once"), {
    body: "c",
    headers: { "if-match": `"${etagOf("a")}"` },
  }),
  call("put over another", "PUT", at("once"), { body: "d", headers: { "if-match": `"${etagOf("a")}"` } }),
  call("put over nothing", "PUT", at("never"), { body: "d", headers: { "if-match": `"${etagOf("a")}"` } }),
  call("put into no bucket", "PUT", "/nobodys/a", { body: "a" }),

  ...["list/a", "list/b/1", "list/b/2", "list/c", "list2/a", "list/%C3%A9%20%2B%25"].map((key) => put(key)),
  list("a prefix", "prefix=list%2F"),
  list("by folders", "prefix=list%2F&delimiter=%2F"),
  list("the bucket's folders", "delimiter=%2F"),
  list("without the slash", "prefix=list"),
  list("with names encoded", "prefix=list%2F&encoding-type=url"),
  list("two of them", "prefix=list%2F&max-keys=2"),
  list("none of them", "prefix=list%2F&max-keys=0"),
  list("two with folders", "prefix=list%2F&delimiter=%2F&max-keys=2"),
  list("after one", "prefix=list%2F&start-after=list%2Fb%2F1"),
  list("with too many", "prefix=list%2F&max-keys=2000"),
  list("with a number that is none", "prefix=list%2F&max-keys=few"),
  list("with another encoding", "prefix=list%2F&encoding-type=xml"),
  list("from a token of nobody's", "prefix=list%2F&continuation-token=nonsense"),
  list("with its owner", "prefix=list%2Fa&fetch-owner=true"),
  call("list, version 1", "GET", `/${BUCKET}?prefix=list%2F&max-keys=2`),
  call("list by folders, version 1", "GET", `/${BUCKET}?prefix=list%2F&delimiter=%2F&max-keys=2`),
  call("list after a marker, version 1", "GET", `/${BUCKET}?prefix=list%2F&marker=list%2Fb%2F2`),
  call("list versions", "GET", `/${BUCKET}?versions&prefix=list%2Fb%2F`),

  call("copy", "PUT", at("copy"), { headers: { "x-amz-copy-source": `/${BUCKET}/kept` } }),
  call("head the copy", "HEAD", at("copy")),
  call("copy with new headers", "PUT", at("copy2"), {
    headers: {
      "x-amz-copy-source": `${BUCKET}/kept`,
      "x-amz-metadata-directive": "REPLACE",
      "x-amz-meta-origin": "other",
      "content-type": "text/plain",
    },
  }),
  call("head the copy with new headers", "HEAD", at("copy2")),
  call("copy onto itself", "PUT", at("kept"), { headers: { "x-amz-copy-source": `/${BUCKET}/kept` } }),
  call("copy nothing", "PUT", at("copy3"), { headers: { "x-amz-copy-source": `/${BUCKET}/nothing` } }),
  call("copy from no bucket", "PUT", at("copy3"), { headers: { "x-amz-copy-source": "/nobodys/a" } }),
  call("copy if it matches another", "PUT", at("copy3"), {
    headers: { "x-amz-copy-source": `/${BUCKET}/kept`, "x-amz-copy-source-if-match": '"other"' },
  }),

  call("begin an upload", "POST", `${at("parts")}?uploads`, {
    headers: { "content-type": "text/csv", "x-amz-meta-origin": "line-7" },
    keep: { upload: /<UploadId>([^<]+)/ },
  }),
  call("list uploads", "GET", `/${BUCKET}?uploads`),
  call("upload a part", "PUT", `${at("parts")}?partNumber=1&uploadId={upload}`, { body: PART }),
  call("upload the last part", "PUT", `${at("parts")}?partNumber=2&uploadId={upload}`, { body: "end" }),
  call("upload part 10,001", "PUT", `${at("parts")}?partNumber=10001&uploadId={upload}`, { body: "end" }),
  call("upload part 0", "PUT", `${at("parts")}?partNumber=0&uploadId={upload}`, { body: "end" }),
  call("upload a part of no upload", "PUT", `${at("parts")}?partNumber=1&uploadId=nobodys`, { body: "end" }),
  call("list parts", "GET", `${at("parts")}?uploadId={upload}`),
  call("list one part", "GET", `${at("parts")}?uploadId={upload}&max-parts=1`),
  call("complete with a wrong ETag", "POST", `${at("parts")}?uploadId={upload}`, {
    body: complete([1, "0".repeat(32)]),
  }),
  call("complete in the wrong order", "POST", `${at("parts")}?uploadId={upload}`, {
    body: complete([2, etagOf("end")], [1, etagOf(PART)]),
  }),
  call("complete without parts", "POST", `${at("parts")}?uploadId={upload}`, { body: complete() }),
  call("complete with what is no XML", "POST", `${at("parts")}?uploadId={upload}`, { body: "nonsense" }),
  call("complete", "POST", `${at("parts")}?uploadId={upload}`, {
    body: complete([1, etagOf(PART)], [2, etagOf("end")]),
  }),
  call("head what came in parts", "HEAD", at("parts")),
  call("get the end of what came in parts", "GET", at("parts"), { headers: { range: "bytes=-4" } }),
  call("complete no upload", "POST", `${at("parts")}?uploadId=nobodys`, {
    body: complete([1, etagOf("end")]),
  }),
  call("begin another upload", "POST", `${at("small")}?uploads`, { keep: { second: /<UploadId>([^<]+)/ } }),
  call("upload a small part", "PUT", `${at("small")}?partNumber=1&uploadId={second}`, { body: "a" }),
  call("upload a part after a small one", "PUT", `${at("small")}?partNumber=2&uploadId={second}`, {
    body: "b",
  }),
  call("complete small parts", "POST", `${at("small")}?uploadId={second}`, {
    body: complete([1, etagOf("a")], [2, etagOf("b")]),
  }),
  call("copy a part", "PUT", `${at("small")}?partNumber=3&uploadId={second}`, {
    headers: { "x-amz-copy-source": `/${BUCKET}/kept`, "x-amz-copy-source-range": "bytes=0-3" },
  }),
  call("abort", "DELETE", `${at("small")}?uploadId={second}`),
  call("abort again", "DELETE", `${at("small")}?uploadId={second}`),
  call("list parts of an aborted upload", "GET", `${at("small")}?uploadId={second}`),
  call("list no uploads", "GET", `/${BUCKET}?uploads`),

  call("delete", "DELETE", at("copy")),
  call("delete again", "DELETE", at("copy")),
  call("delete many", "POST", `/${BUCKET}?delete`, remove(false, "copy2", "nothing")),
  call("delete many quietly", "POST", `/${BUCKET}?delete`, remove(true, "list/a", "list/c")),
  call("delete with what is no XML", "POST", `/${BUCKET}?delete`, {
    body: "nonsense",
    headers: { "content-md5": md5("nonsense") },
  }),
  call("list what is left", "GET", `/${BUCKET}?list-type=2`),
  call("put a key of 1,024 bytes", "PUT", at("k".repeat(1024)), { body: "a" }),
  call("put a key of 1,025 bytes", "PUT", at("k".repeat(1025)), { body: "a" }),
  call("delete the long key", "DELETE", at("k".repeat(1024))),
];
