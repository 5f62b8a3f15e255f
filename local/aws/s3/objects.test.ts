import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  ChecksumAlgorithm,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { errorCode, send, sendSigned, sign } from "../testing/raw-request.ts";
import {
  BUCKET,
  EU_BUCKET,
  folderPolicy,
  makeUser,
  OTHER_BUCKET,
  outcome,
  startTestEndpoint,
} from "../testing/test-endpoint.ts";
import { recordPath } from "./bucket.ts";

const at = (Key: string) => ({ Bucket: BUCKET, Key });
const put = (Key: string, Body: string, extra = {}) => new PutObjectCommand({ ...at(Key), Body, ...extra });

test("gives an object back with its bytes, type and metadata, whole and in parts", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const Metadata = { origin: "line 7" };
  const stored = await s3.send(put("a b/é+&.txt", "0123456789", { ContentType: "text/plain", Metadata }));
  expect(stored.ETag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
  const got = await s3.send(new GetObjectCommand(at("a b/é+&.txt")));
  expect(await got.Body?.transformToString()).toBe("0123456789");
  expect(got).toMatchObject({ ContentType: "text/plain", Metadata, ETag: stored.ETag, ContentLength: 10 });
  const part = await s3.send(new GetObjectCommand({ ...at("a b/é+&.txt"), Range: "bytes=2-4" }));
  expect([part.ContentRange, await part.Body?.transformToString()]).toEqual(["bytes 2-4/10", "234"]);
  const last = await s3.send(new GetObjectCommand({ ...at("a b/é+&.txt"), Range: "bytes=-3" }));
  expect(await last.Body?.transformToString()).toBe("789");
  const beyond = s3.send(new GetObjectCommand({ ...at("a b/é+&.txt"), Range: "bytes=10-" }));
  expect(await outcome(beyond)).toBe("InvalidRange 416");
  const same = s3.send(new GetObjectCommand({ ...at("a b/é+&.txt"), IfNoneMatch: stored.ETag }));
  expect(await outcome(same)).toMatch(/ 304$/);
  const other = s3.send(new GetObjectCommand({ ...at("a b/é+&.txt"), IfMatch: '"other"' }));
  expect(await outcome(other)).toBe("PreconditionFailed 412");
  await s3.send(new DeleteObjectCommand(at("a b/é+&.txt")));
  await s3.send(new DeleteObjectCommand(at("a b/é+&.txt")));
  expect(await outcome(s3.send(new GetObjectCommand(at("a b/é+&.txt"))))).toBe("NoSuchKey 404");
  expect(await outcome(s3.send(new HeadObjectCommand(at("a b/é+&.txt"))))).toBe("NotFound 404");
});

test("takes a large body as a stream, and answers it in full beside a slow reader", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const bytes = randomBytes(5_000_000);
  const Body = Readable.from([bytes.subarray(0, 1_234_567), bytes.subarray(1_234_567)]);
  await s3.send(new PutObjectCommand({ ...at("large"), Body, ContentLength: bytes.length }));
  const slow = await s3.send(new GetObjectCommand(at("large")));
  await s3.send(put("large", "replaced meanwhile"));
  expect(Buffer.from((await slow.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  const now = await s3.send(new GetObjectCommand(at("large")));
  expect(await now.Body?.transformToString()).toBe("replaced meanwhile");
});

test("verifies every checksum it is given, and says it again when asked", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  for (const algorithm of [ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.SHA1]) {
    await s3.send(put(algorithm, "123456789", { ChecksumAlgorithm: algorithm }));
    const got = await s3.send(new GetObjectCommand({ ...at(algorithm), ChecksumMode: "ENABLED" }));
    expect(await got.Body?.transformToString()).toBe("123456789");
  }
  // Check values of the catalogue of parametrised CRC algorithms for "123456789".
  expect(await outcome(s3.send(put("a", "123456789", { ChecksumCRC32C: "4waSgw==" })))).toBe("worked");
  expect(await outcome(s3.send(put("a", "123456789", { ChecksumCRC64NVME: "rosUhgp5mIg=" })))).toBe("worked");
  expect(await outcome(s3.send(put("b", "other", { ChecksumCRC64NVME: "rosUhgp5mIg=" })))).toBe(
    "BadDigest 400",
  );
  expect(await outcome(s3.send(put("b", "other", { ChecksumCRC32: "y/Q5Jg==" })))).toBe("BadDigest 400");
  expect(await outcome(s3.send(put("b", "other", { ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" })))).toBe(
    "BadDigest 400",
  );
  expect(await outcome(s3.send(new HeadObjectCommand(at("b"))))).toBe("NotFound 404");
});

test("writes an object only if it is new, when asked to", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const attempts = Array.from({ length: 5 }, (_, n) =>
    outcome(s3.send(put("once", `${n}`, { IfNoneMatch: "*" }))),
  );
  const answers = await Promise.all(attempts);
  expect(answers.filter((answer) => answer === "worked")).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(["worked", "PreconditionFailed 412"]));
});

test("keeps any key apart from any other and within its folder", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(recordPath("/records", a)).toMatch(/^\/records\/[0-9a-f]{2}\/[0-9a-f]{64}\.json$/);
      expect(recordPath("/records", a) === recordPath("/records", b)).toBe(a === b);
    }),
  );
});

test("stores keys that look like paths, escapes and control characters as what they are", async () => {
  await using aws = await startTestEndpoint();
  const keys = [
    "..",
    ".",
    "../../etc/passwd",
    "a/../b",
    "//",
    "a%2Fb",
    "a\u0000b",
    "\u0001",
    "a?b#c",
    "<&>\"'",
    "🎉",
  ];
  for (const key of keys) {
    const path = `/${BUCKET}/${key.split("/").map(encodeURIComponent).join("/")}`;
    expect((await sendSigned(aws, aws.root, { method: "PUT", path, body: key })).status).toBe(200);
  }
  for (const key of keys) {
    const path = `/${BUCKET}/${key.split("/").map(encodeURIComponent).join("/")}`;
    expect((await sendSigned(aws, aws.root, { path })).text).toBe(key);
  }
  const outside = readdirSync(aws.dataDir).sort();
  expect(outside).toEqual(["events", "iam", "mail", "s3", "secrets", "sts"]);
  expect(readdirSync(join(aws.dataDir, "s3", BUCKET))).toEqual(["data", "records", "uploads"]);
});

test("takes keys of 1,024 bytes and no more, and bytes that are UTF-8 only", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  expect(await outcome(s3.send(put("é".repeat(512), "x")))).toBe("worked");
  expect(await outcome(s3.send(put("é".repeat(513), "x")))).toBe("KeyTooLongError 400");
  const { headers } = sign(aws, aws.root, { path: `/${BUCKET}/x` });
  const answer = await send(aws, { path: `/${BUCKET}/%ff`, headers });
  expect(errorCode(answer)).toBe("InvalidURI 400");
});

test("finds the bucket in the host name as well", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3ByHost();
  await s3.send(put("folder/by host", "x"));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(Contents?.map((object) => object.Key)).toEqual(["folder/by host"]);
  const unknown = s3.send(new ListObjectsV2Command({ Bucket: "unknown-bucket" }));
  expect(await outcome(unknown)).toBe("NoSuchBucket 404");
});

test("names the right region to who signs for another", async () => {
  await using aws = await startTestEndpoint();
  const wrong = aws.s3().send(new ListObjectsV2Command({ Bucket: EU_BUCKET }));
  await expect(wrong).rejects.toMatchObject({ name: "AuthorizationHeaderMalformed", Region: "eu-central-1" });
  // s3cmd's name for the oldest one.
  const old = aws.s3(aws.root, "US").send(new ListObjectsV2Command({ Bucket: BUCKET }));
  await expect(old).rejects.toMatchObject({ name: "AuthorizationHeaderMalformed", Region: "us-east-1" });
  const right = aws.s3(aws.root, "eu-central-1");
  expect(await outcome(right.send(new ListObjectsV2Command({ Bucket: EU_BUCKET })))).toBe("worked");
  const location = await aws.s3().send(new GetBucketLocationCommand({ Bucket: EU_BUCKET }));
  expect(location.LocationConstraint).toBe("eu-central-1");
  const { Buckets } = await aws.s3().send(new ListBucketsCommand({}));
  expect(Buckets?.map((bucket) => bucket.Name)).toContain(EU_BUCKET);
});

test("confines a folder's key to its folder", async () => {
  await using aws = await startTestEndpoint();
  await aws.s3().send(put("folder2/secret", "x"));
  await aws.s3().send(put("folder", "x"));
  const s3 = aws.s3(await makeUser(aws, "ann", folderPolicy(BUCKET, "folder")));
  const list = (input: object) => outcome(s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input })));
  const get = (Key: string, Bucket = BUCKET) => outcome(s3.send(new GetObjectCommand({ Bucket, Key })));

  expect(await outcome(s3.send(put("folder/mine", "x")))).toBe("worked");
  expect(await get("folder/mine")).toBe("worked");
  expect(await list({ Prefix: "folder/" })).toBe("worked");
  expect(await list({ Prefix: "folder/sub", Delimiter: "/" })).toBe("worked");
  expect(await outcome(s3.send(new GetBucketLocationCommand({ Bucket: BUCKET })))).toBe("worked");
  expect(await outcome(s3.send(new DeleteObjectCommand(at("folder/mine"))))).toBe("worked");

  const denied = "AccessDenied 403";
  expect(await list({})).toBe(denied);
  expect(await list({ Prefix: "" })).toBe(denied);
  expect(await list({ Prefix: "folder" })).toBe(denied);
  expect(await list({ Prefix: "folder2/" })).toBe(denied);
  expect(await list({ Bucket: OTHER_BUCKET, Prefix: "folder/" })).toBe(denied);
  expect(await get("folder2/secret")).toBe(denied);
  expect(await get("folder")).toBe(denied);
  expect(await get("folder/mine", OTHER_BUCKET)).toBe(denied);
  expect(await outcome(s3.send(put("folder2/x", "x")))).toBe(denied);
  expect(await outcome(s3.send(new DeleteObjectCommand(at("folder2/secret"))))).toBe(denied);
  expect(await outcome(s3.send(new HeadBucketCommand({ Bucket: BUCKET })))).toMatch(/ 403$/);
  expect(await outcome(s3.send(new ListBucketsCommand({})))).toBe(denied);
  // Who may not list the whole bucket does not learn that an object is missing, even one of its own.
  expect(await get("folder/missing")).toBe(denied);
});

test("asks for the further rights that conditions, ACLs and versions need", async () => {
  await using aws = await startTestEndpoint();
  const Resource = `arn:aws:s3:::${BUCKET}/*`;
  const Statement = [{ Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource }];
  const s3 = aws.s3(await makeUser(aws, "ann", { Version: "2012-10-17", Statement }));
  const { ETag } = await s3.send(put("k", "x"));
  expect(await outcome(s3.send(put("k", "y", { IfMatch: ETag })))).toBe("AccessDenied 403");
  expect(await outcome(s3.send(put("k", "y", { ACL: "private" })))).toBe("AccessDenied 403");
  const remove = async (VersionId: string | undefined) => {
    const Delete = { Objects: [{ Key: "k", VersionId }] };
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
    return Errors?.[0]?.Code;
  };
  expect(await outcome(remove("made-up"))).toBe("NotImplemented 501");
  expect(await remove("null")).toBe("AccessDenied");
  const removeOne = (VersionId: string, by = s3) =>
    outcome(by.send(new DeleteObjectCommand({ ...at("k"), VersionId })));
  expect(await removeOne("null")).toBe("AccessDenied 403");
  expect(await removeOne("made-up", aws.s3())).toBe("NotImplemented 501");
  expect(await outcome(aws.s3().send(new HeadObjectCommand(at("k"))))).toBe("worked");
  expect(await removeOne("null", aws.s3())).toBe("worked");
  expect(await outcome(aws.s3().send(new HeadObjectCommand(at("k"))))).toBe("NotFound 404");
  expect(await remove(undefined)).toBeUndefined();
});

test("answers 501 to what it does not do, and changes nothing", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  expect(await outcome(s3.send(new GetObjectTaggingCommand(at("x"))))).toBe("NotImplemented 501");
  expect(await outcome(s3.send(put("x", "y", { StorageClass: "GLACIER" })))).toBe("NotImplemented 501");
  expect(await outcome(s3.send(put("x", "y", { ObjectLockMode: "GOVERNANCE" })))).toBe("NotImplemented 501");
  expect(await outcome(s3.send(put("x", "y", { GrantRead: "id=1" })))).toBe("NotImplemented 501");
  expect(await outcome(s3.send(put("x", "y", { Tagging: "a=b" })))).toBe("NotImplemented 501");
  expect(await outcome(s3.send(put("x", "y", { ServerSideEncryption: "aws:kms" })))).toBe(
    "NotImplemented 501",
  );
  const path = `/${BUCKET}/x?acl`;
  expect(errorCode(await sendSigned(aws, aws.root, { path }))).toBe("NotImplemented 501");
  expect((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).KeyCount).toBe(0);
});

test("asks for the right first also where it does nothing, as S3 does", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3(await makeUser(aws, "ann", folderPolicy(BUCKET, "folder")));
  const denied = "AccessDenied 403";
  expect(await outcome(s3.send(new GetObjectTaggingCommand(at("folder/x"))))).toBe(denied);
  for (const extra of [{ Tagging: "a=b" }, { GrantRead: "id=1" }, { ObjectLockMode: "GOVERNANCE" }]) {
    expect(await outcome(s3.send(put("folder/x", "y", extra)))).toBe(denied);
  }
  const tagger = folderPolicy(BUCKET, "folder");
  const Resource = `arn:aws:s3:::${BUCKET}/folder/*`;
  tagger.Statement.unshift({
    Effect: "Allow",
    Action: ["s3:GetObjectTagging", "s3:PutObjectTagging"],
    Resource,
  });
  const bob = aws.s3(await makeUser(aws, "bob", tagger));
  expect(await outcome(bob.send(new GetObjectTaggingCommand(at("folder/x"))))).toBe("NotImplemented 501");
  expect(await outcome(bob.send(put("folder/x", "y", { Tagging: "a=b" })))).toBe("NotImplemented 501");
  expect((await aws.s3().send(new ListObjectsV2Command({ Bucket: BUCKET }))).KeyCount).toBe(0);
});

test("keeps the connection usable after refusing a large upload unread", async () => {
  await using aws = await startTestEndpoint();
  const body = Buffer.alloc(3_000_000);
  const raw = { method: "PUT", path: "/no-such-bucket/x", body };
  const { headers } = sign(aws, aws.root, raw);
  expect(errorCode(await send(aws, { ...raw, headers }))).toBe("NoSuchBucket 404");
  const forged = { ...headers, authorization: (headers.authorization as string).slice(0, -4) };
  expect(errorCode(await send(aws, { ...raw, headers: forged }))).toBe("SignatureDoesNotMatch 403");
});
