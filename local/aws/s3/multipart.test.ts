import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  ChecksumType,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { expect, test, vi } from "vitest";
import { errorCode, sendSigned } from "../testing/raw-request.ts";
import { BUCKET, folderPolicy, makeUser, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";

const MB = 1024 * 1024;
const at = (Key: string) => ({ Bucket: BUCKET, Key });

async function begin(s3: S3Client, Key: string, input: object = {}): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at(Key), ...input }));
  return UploadId as string;
}
async function part(s3: S3Client, Key: string, UploadId: string, PartNumber: number, Body: string | Buffer) {
  const { ETag } = await s3.send(new UploadPartCommand({ ...at(Key), UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
}
function complete(s3: S3Client, Key: string, UploadId: string, Parts: object[], input: object = {}) {
  const command = { ...at(Key), UploadId, MultipartUpload: { Parts }, ...input };
  return s3.send(new CompleteMultipartUploadCommand(command));
}

test("makes an object of its parts, and shows nothing of it before", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const input = { ContentType: "text/csv", Metadata: { origin: "line 7" } };
  const UploadId = await begin(s3, "a b/é+%", input);
  const bytes = randomBytes(5 * MB + 7);
  const second = await part(s3, "a b/é+%", UploadId, 7, bytes.subarray(5 * MB));
  await part(s3, "a b/é+%", UploadId, 2, "replaced");
  const first = await part(s3, "a b/é+%", UploadId, 2, bytes.subarray(0, 5 * MB));
  expect(await outcome(s3.send(new HeadObjectCommand(at("a b/é+%"))))).toBe("NotFound 404");

  const listed = await s3.send(new ListPartsCommand({ ...at("a b/é+%"), UploadId, MaxParts: 1 }));
  expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
  expect(listed.Parts).toMatchObject([{ PartNumber: 2, Size: 5 * MB, ETag: first.ETag }]);
  const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  expect(Uploads).toMatchObject([{ Key: "a b/é+%", UploadId }]);

  const made = await complete(s3, "a b/é+%", UploadId, [first, second]);
  expect(made.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  const got = await s3.send(new GetObjectCommand(at("a b/é+%")));
  expect(got).toMatchObject({ ...input, ETag: made.ETag });
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  // Whoever lost the answer asks again.
  expect((await complete(s3, "a b/é+%", UploadId, [first, second])).ETag).toBe(made.ETag);
  expect(readdirSync(join(aws.dataDir, "s3", BUCKET, "uploads"))).toEqual([]);
  expect(readdirSync(join(aws.dataDir, "s3", BUCKET, "data"))).toHaveLength(1);
});

test("refuses parts that are missing, in the wrong order, too small or not what was meant", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const UploadId = await begin(s3, "k");
  const small = await part(s3, "k", UploadId, 1, "small");
  const last = await part(s3, "k", UploadId, 2, "last");
  const attempt = (...parts: object[]) => outcome(complete(s3, "k", UploadId, parts));
  expect(await attempt(small, last)).toBe("EntityTooSmall 400");
  expect(await attempt(last, small)).toBe("InvalidPartOrder 400");
  expect(await attempt(last, last)).toBe("InvalidPartOrder 400");
  expect(await attempt({ ...last, ETag: small.ETag })).toBe("InvalidPart 400");
  expect(await attempt({ ...last, PartNumber: 3 })).toBe("InvalidPart 400");
  expect(await attempt({ ...last, ChecksumCRC32: "AAAAAA==" })).toBe("InvalidPart 400");
  expect(await attempt()).toBe("MalformedXML 400");
  const wrongSize = complete(s3, "k", UploadId, [last], { MpuObjectSize: 5 });
  expect(await outcome(wrongSize)).toBe("InvalidRequest 400");
  expect(await outcome(s3.send(new HeadObjectCommand(at("k"))))).toBe("NotFound 404");
  expect(await attempt(last)).toBe("worked");
});

test("completes once when asked several times at once, and not at all once it was aborted", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const first = await begin(s3, "k");
  const big = await part(s3, "k", first, 1, Buffer.alloc(20 * MB));
  const answers = await Promise.all([1, 2, 3].map(() => outcome(complete(s3, "k", first, [big]))));
  expect(answers).toEqual(["worked", "worked", "worked"]);
  const second = await begin(s3, "other");
  const again = await part(s3, "other", second, 1, Buffer.alloc(20 * MB));
  const completing = outcome(complete(s3, "other", second, [again]));
  const data = join(aws.dataDir, "s3", BUCKET, "data");
  await vi.waitFor(() => expect(readdirSync(data)).toHaveLength(2), { interval: 1 });
  const aborted = await outcome(
    s3.send(new AbortMultipartUploadCommand({ ...at("other"), UploadId: second })),
  );
  const isMade = (await completing) === "worked";
  expect(aborted).toBe(isMade ? "NoSuchUpload 404" : "worked");
  expect(await outcome(s3.send(new HeadObjectCommand(at("other"))))).toBe(isMade ? "worked" : "NotFound 404");
  expect(readdirSync(data)).toHaveLength(isMade ? 2 : 1);
  expect(readdirSync(join(aws.dataDir, "s3", BUCKET, "uploads"))).toEqual([]);
});

test("refuses wrong part numbers and uploads it does not know", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const UploadId = await begin(s3, "k");
  for (const number of ["0", "10001", "-1", "1.5", "", "x", "%2e%2e%2f1"]) {
    const path = `/${BUCKET}/k?partNumber=${number}&uploadId=${UploadId}`;
    const answer = await sendSigned(aws, aws.root, { method: "PUT", path, body: "x" });
    expect([number, errorCode(answer)]).toEqual([number, "InvalidArgument 400"]);
  }
  for (const id of ["unknown", "..%2F..", `${UploadId}%00`, ""]) {
    for (const method of ["GET", "DELETE"]) {
      const path = `/${BUCKET}/k?uploadId=${id}`;
      expect(errorCode(await sendSigned(aws, aws.root, { method, path }))).toBe("NoSuchUpload 404");
    }
  }
  expect(await outcome(part(s3, "another key", UploadId, 1, "x"))).toBe("NoSuchUpload 404");
  await s3.send(new AbortMultipartUploadCommand({ ...at("k"), UploadId }));
  expect(await outcome(part(s3, "k", UploadId, 1, "x"))).toBe("NoSuchUpload 404");
  expect(await outcome(s3.send(new ListPartsCommand({ ...at("k"), UploadId })))).toBe("NoSuchUpload 404");
  expect(readdirSync(join(aws.dataDir, "s3", BUCKET, "uploads"))).toEqual([]);
});

test("holds the checksums of parts and of the whole to what was said", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const { CRC32, CRC64NVME, SHA256 } = ChecksumAlgorithm;
  const first = Buffer.alloc(5 * MB, "1");
  const upload = async (Key: string, algorithm: ChecksumAlgorithm, type: ChecksumType) => {
    const UploadId = await begin(s3, Key, { ChecksumAlgorithm: algorithm, ChecksumType: type });
    const parts = [];
    for (const [index, Body] of [first, "2"].entries()) {
      const input = { ...at(Key), UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: algorithm };
      parts.push({ ...(await s3.send(new UploadPartCommand(input))), PartNumber: index + 1 });
    }
    return { UploadId, parts };
  };
  const whole = await upload("whole", CRC32, ChecksumType.FULL_OBJECT);
  const wrong = complete(s3, "whole", whole.UploadId, whole.parts, { ChecksumCRC32: "AAAAAA==" });
  expect(await outcome(wrong)).toBe("BadDigest 400");
  const made = await complete(s3, "whole", whole.UploadId, whole.parts);
  await s3.send(new PutObjectCommand({ ...at("put"), Body: Buffer.concat([first, Buffer.from("2")]) }));
  const put = await s3.send(new HeadObjectCommand({ ...at("put"), ChecksumMode: "ENABLED" }));
  expect([made.ChecksumCRC32, made.ChecksumType]).toEqual([put.ChecksumCRC32, "FULL_OBJECT"]);

  const parts = await upload("parts", SHA256, ChecksumType.COMPOSITE);
  const composite = await complete(s3, "parts", parts.UploadId, parts.parts);
  expect(composite.ChecksumSHA256).toMatch(/^[A-Za-z0-9+/]{43}=-2$/);
  const got = await s3.send(new GetObjectCommand({ ...at("parts"), ChecksumMode: "ENABLED" }));
  expect((await got.Body?.transformToByteArray())?.length).toBe(5 * MB + 1);
  expect(got).toMatchObject({ ChecksumSHA256: composite.ChecksumSHA256, ChecksumType: "COMPOSITE" });

  const other = await begin(s3, "other", { ChecksumAlgorithm: SHA256 });
  expect(await outcome(part(s3, "other", other, 1, "x"))).toBe("InvalidRequest 400");
  const impossible = begin(s3, "x", { ChecksumAlgorithm: CRC64NVME, ChecksumType: "COMPOSITE" });
  expect(await outcome(impossible)).toBe("InvalidRequest 400");
});

test("copies parts out of other objects", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  await s3.send(new PutObjectCommand({ ...at("source é"), Body: "0123456789" }));
  const UploadId = await begin(s3, "k");
  const copy = (CopySourceRange: string) => {
    const CopySource = `${BUCKET}/${encodeURIComponent("source é")}`;
    const input = { ...at("k"), UploadId, PartNumber: 1, CopySource, CopySourceRange };
    return s3.send(new UploadPartCopyCommand(input));
  };
  expect(await outcome(copy("bytes=5-10"))).toBe("InvalidArgument 400");
  const { CopyPartResult } = await copy("bytes=2-4");
  await complete(s3, "k", UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const got = await s3.send(new GetObjectCommand(at("k")));
  expect(await got.Body?.transformToString()).toBe("234");
});

test("asks for the rights AWS asks for", async () => {
  await using aws = await startTestEndpoint();
  const root = aws.s3();
  const s3 = aws.s3(await makeUser(aws, "ann", folderPolicy(BUCKET, "folder")));
  const UploadId = await begin(s3, "folder/k");
  const own = await part(s3, "folder/k", UploadId, 1, "x");
  expect(await outcome(s3.send(new ListPartsCommand({ ...at("folder/k"), UploadId })))).toBe("worked");
  const denied = "AccessDenied 403";
  expect(await outcome(s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET })))).toBe(denied);
  expect(await outcome(begin(s3, "folder2/k"))).toBe(denied);
  const theirs = await begin(root, "folder2/k");
  expect(await outcome(part(s3, "folder2/k", theirs, 1, "x"))).toBe(denied);
  expect(await outcome(complete(s3, "folder2/k", theirs, [own]))).toBe(denied);
  const named = { ...at("folder2/k"), UploadId: theirs };
  expect(await outcome(s3.send(new ListPartsCommand(named)))).toBe(denied);
  expect(await outcome(s3.send(new AbortMultipartUploadCommand(named)))).toBe(denied);
  expect(await outcome(complete(s3, "folder/k", UploadId, [own]))).toBe("worked");

  const putOnly = { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${BUCKET}/*` };
  const bob = aws.s3(await makeUser(aws, "bob", { Version: "2012-10-17", Statement: [putOnly] }));
  const his = { ...at("k"), UploadId: await begin(bob, "k") };
  expect(await outcome(bob.send(new ListPartsCommand(his)))).toBe(denied);
  expect(await outcome(bob.send(new AbortMultipartUploadCommand(his)))).toBe(denied);
});

test("lists uploads in pages, by prefix and by delimiter", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  for (const key of ["b", "a/1", "a/2", "a/2", "c/x"]) await begin(s3, key);
  const list = (input: object) => s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, ...input }));
  const folders = await list({ Delimiter: "/" });
  expect(folders.CommonPrefixes).toEqual([{ Prefix: "a/" }, { Prefix: "c/" }]);
  expect(folders.Uploads?.map((upload) => upload.Key)).toEqual(["b"]);
  const seen: (string | undefined)[] = [];
  let markers = {};
  // As who aborts what it is shown: the marker is gone when the next page is asked for.
  for (;;) {
    const page = await list({ MaxUploads: 1, ...markers });
    for (const { Key = "", UploadId } of page.Uploads ?? []) {
      seen.push(Key);
      await s3.send(new AbortMultipartUploadCommand({ ...at(Key), UploadId }));
    }
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    if (page.IsTruncated !== true) break;
  }
  expect(seen).toEqual(["a/1", "a/2", "a/2", "b", "c/x"]);
});
