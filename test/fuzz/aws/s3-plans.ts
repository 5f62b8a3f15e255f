import { uriEncode } from "../../../local/aws/sigv4/canonical-request.ts";
import type { Random } from "../../simulation/random.ts";
import { BUCKET, type KnownAws, OTHER_BUCKET } from "./known-aws.ts";
import { type MakePlan, type Plan, s3 } from "./plan.ts";

const KEYS = [
  "a",
  "a/b",
  "ä ö+%.txt",
  "../../evil",
  "a//b",
  ".",
  "..",
  "\u65e5\u672c",
  "k".repeat(1_024),
  "nul\0",
  "\ud83d\udca9",
  "x\ufffe",
  "&<>\"'",
];
const EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

const raw = (key: string) => key.split("/").map(uriEncode).join("/");
const newKey = (random: Random) =>
  random.chance(0.5) ? random.pick(KEYS) : `fuzz/${random.between(0, 200)}`;
const at = (aws: KnownAws, random: Random) => `/${BUCKET}/${aws.object(random)}`;
const text = (random: Random) => "0123456789".repeat(random.between(0, 300));
const search = (given: Record<string, string>) =>
  new URLSearchParams(given).toString().replaceAll("+", "%20");

const listing: MakePlan = (_, random) => {
  const given: Record<string, string> = {};
  const choices: [string, string[]][] = [
    ["prefix", ["", "a", "fuzz/", "../", "\ud83d\udca9"]],
    ["delimiter", ["/", "", "a", "zz"]],
    ["max-keys", ["0", "1", "1000", "5000"]],
    ["encoding-type", ["url"]],
    ["start-after", ["a", "fuzz/5", "\uffff"]],
    ["marker", ["a", "fuzz/"]],
    ["fetch-owner", ["true"]],
  ];
  for (const [name, values] of choices) if (random.chance(0.3)) given[name] = random.pick(values);
  return s3("GET", `/${BUCKET}?${search(given)}`);
};

const listedWith =
  (name: string): MakePlan =>
  (aws, random) => {
    const plan = listing(aws, random);
    const rest = plan.path.slice(BUCKET.length + 2);
    return { ...plan, path: `/${BUCKET}?${name}${rest === "" ? "" : `&${rest}`}` };
  };

const putObject: MakePlan = (_, random) => {
  const headers = random.pick<Record<string, string>>([
    {},
    { "content-type": "text/csv", "cache-control": "no-cache", "x-amz-meta-origin": "line 7" },
    { "if-none-match": "*" },
    { "x-amz-acl": "private", "x-amz-storage-class": "STANDARD" },
    { "content-encoding": "gzip", "content-disposition": 'attachment; filename="a.csv"' },
    { "x-amz-sdk-checksum-algorithm": "CRC32", expires: "Thu, 01 Dec 2026 16:00:00 GMT" },
  ]);
  const unsigned = random.chance(0.3) ? { payloadHash: "UNSIGNED-PAYLOAD" } : {};
  return s3("PUT", `/${BUCKET}/${raw(newKey(random))}`, { headers, body: text(random), ...unsigned });
};

const RANGES = ["bytes=0-0", "bytes=-5", "bytes=2-", "bytes=0-99999999", "bytes=0-1"];
const got =
  (method: string): MakePlan =>
  (aws, random) => ({
    ...s3(method, at(aws, random)),
    headers: random.pick<Record<string, string>>([
      {},
      { range: random.pick(RANGES) },
      { "if-none-match": `"${EMPTY}"`, "x-amz-checksum-mode": "ENABLED" },
      { "if-modified-since": "Thu, 01 Dec 1994 16:00:00 GMT" },
    ]),
  });

const presigned =
  (method: string): MakePlan =>
  (aws, random) => {
    const overrides = random.chance(0.3) ? "?response-content-type=text%2Fx&response-cache-control=a" : "";
    return s3(method, `${at(aws, random)}${method === "GET" ? overrides : ""}`, {
      expires: random.between(1, 604_800),
      body: method === "PUT" ? text(random) : "",
    });
  };

const ofUpload = (
  aws: KnownAws,
  random: Random,
  method: string,
  more: string,
  plan: Partial<Plan> = {},
): Plan => {
  const { key, uploadId } = aws.upload(random);
  return s3(method, `/${BUCKET}/${key}?${more}uploadId=${uploadId}`, plan);
};

const complete: MakePlan = (aws, random) => {
  const { key, uploadId, etags } = aws.uploads.find((one) => one.etags.size === 1) ?? aws.upload(random);
  const parts = [...etags].sort(([a], [b]) => a - b).slice(0, 1);
  const listed = parts.map(
    ([number, etag]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', "&quot;")}</ETag></Part>`,
  );
  const body = `<CompleteMultipartUpload>${listed.join("")}</CompleteMultipartUpload>`;
  return s3("POST", `/${BUCKET}/${key}?uploadId=${uploadId}`, { body });
};

const deleteObjects: MakePlan = (aws, random) => {
  const keys = Array.from(
    { length: random.between(1, 5) },
    () => `<Object><Key>${decodeURIComponent(aws.object(random)).replace(/[&<>]/g, "")}</Key></Object>`,
  );
  const body = `<Delete>${keys.join("")}</Delete>`;
  return s3("POST", `/${BUCKET}?delete`, { body });
};

const copySource = (aws: KnownAws, random: Random) => ({
  "x-amz-copy-source": `/${BUCKET}/${aws.object(random)}`,
});
const NOT_DONE = [
  "GET ?acl",
  "GET ?tagging",
  "PUT ?tagging",
  "GET ?policy",
  "GET ?versioning",
  "PUT ?acl",
  "DELETE ",
  "GET ?website",
  "GET ?cors",
];

/** Each of S3's calls that the laptop does, and some that it does not. */
export const s3Plans: Record<string, MakePlan> = {
  ListBuckets: () => s3("GET", "/"),
  CreateBucket: (_, random) => s3("PUT", `/fuzz-${random.between(0, 60)}`),
  HeadBucket: () => s3("HEAD", `/${BUCKET}`),
  GetBucketLocation: (_, random) => s3("GET", `/${random.pick([BUCKET, OTHER_BUCKET])}?location`),
  ListObjects: listing,
  ListObjectsV2: listedWith("list-type=2"),
  ListObjectVersions: (_, random) => s3("GET", `/${BUCKET}?versions&max-keys=${random.between(0, 20)}`),
  ListMultipartUploads: (_, random) =>
    s3("GET", `/${BUCKET}?uploads&max-uploads=${random.between(1, 20)}&delimiter=%2F`),
  PutObject: putObject,
  "PutObject in chunks": (aws, random) => ({
    ...putObject(aws, random),
    payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    chunkBytes: random.between(1, 2_000),
  }),
  GetObject: got("GET"),
  HeadObject: got("HEAD"),
  "GetObject presigned": presigned("GET"),
  "PutObject presigned": presigned("PUT"),
  DeleteObject: (aws, random) => s3("DELETE", at(aws, random)),
  DeleteObjects: deleteObjects,
  CopyObject: (aws, random) =>
    s3("PUT", `/${BUCKET}/${raw(newKey(random))}`, { headers: copySource(aws, random) }),
  CreateMultipartUpload: (_, random) => s3("POST", `/${BUCKET}/${raw(newKey(random))}?uploads`),
  UploadPart: (aws, random) =>
    ofUpload(aws, random, "PUT", `partNumber=${random.pick([1, 1, 2, 10_000])}&`, { body: text(random) }),
  UploadPartCopy: (aws, random) =>
    ofUpload(aws, random, "PUT", `partNumber=${random.between(1, 9)}&`, { headers: copySource(aws, random) }),
  ListParts: (aws, random) => ofUpload(aws, random, "GET", `max-parts=${random.between(1, 9)}&`),
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: (aws, random) => ofUpload(aws, random, "DELETE", ""),
  "what is not done": (aws, random) => {
    const [method = "", query = ""] = random.pick(NOT_DONE).split(" ");
    return s3(method, `${random.chance(0.5) ? `/${BUCKET}` : at(aws, random)}${query}`, {
      region: "us-east-1",
    });
  },
};
