import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { allFiles } from "../testing/all-files.ts";
import { sign } from "../testing/raw-request.ts";
import { answersTo } from "../testing/tamper.ts";
import { BUCKET, outcome, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";

/** As they go over the wire, with the key that each is; nothing is resolved, so that each is only a name. */
const TAKEN: [raw: string, key: string][] = [
  ["..", ".."],
  ["../../evil", "../../evil"],
  ["%2e%2e/%2e%2e/evil2", "../../evil2"],
  ["..%2f..%2f..%2fevil3", "../../../evil3"],
  ["folder/../../evil4", "folder/../../evil4"],
  ["..%5c..%5cevil5", "..\\..\\evil5"],
  ["..\\..\\evil6", "..\\..\\evil6"],
  ["/etc/passwd", "/etc/passwd"],
  ["C:%5cevil7", "C:\\evil7"],
  ["a%00b", "a\0b"],
  ["..%00/evil8", "..\0/evil8"],
  ["%252e%252e%252fevil9", "%2e%2e%2fevil9"],
  [".", "."],
  ["a/./b", "a/./b"],
  ["a//b", "a//b"],
  ["con", "con"],
  ["x.json", "x.json"],
  ["k".repeat(1024), "k".repeat(1024)],
];
const REFUSED: [raw: string, answer: string][] = [
  ["%c0%ae%c0%ae/evil", "InvalidURI 400"],
  ["%c0%af", "InvalidURI 400"],
  ["%f0%82%82%ac", "InvalidURI 400"],
  ["%ed%a0%80", "InvalidURI 400"],
  ["%ff", "InvalidURI 400"],
  ["%", "InvalidURI 400"],
  ["%zz", "InvalidURI 400"],
  ["\u0001", "BadRequest 400"],
  ["k".repeat(1025), "KeyTooLongError 400"],
  [`${"%c3%a9".repeat(512)}k`, "KeyTooLongError 400"],
];

/** The answer to a request for this path as it stands, signed by root. */
async function answer(aws: TestEndpoint, method: string, path: string, body = ""): Promise<string> {
  // What cannot be decoded cannot be signed either; it is refused before its signature is looked at.
  const signable = REFUSED.some(([raw, code]) => path.endsWith(raw) && code !== "KeyTooLongError 400");
  const { headers } = sign(aws, aws.root, { method, path: signable ? "/" : path, body });
  const lines = Object.entries({ ...headers, "content-length": String(body.length), connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const bytes = Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`, "latin1");
  return (await answersTo(aws.port, bytes)).join(", ");
}

/** An endpoint whose data folder lies deep in a folder that is watched. */
async function startWatched() {
  const watched = mkdtempSync(join(tmpdir(), "keyturn-outside-"));
  const dataDir = join(watched, "a", "b", "data");
  mkdirSync(join(watched, "a", "b"), { recursive: true });
  writeFileSync(join(watched, "evil"), "untouched");
  const aws = await startTestEndpoint({ dataDir });
  const buckets = join("a", "b", "data", "s3");
  return {
    aws,
    /** All that is neither bytes nor records of the bucket's objects and uploads, named as those are. */
    outside() {
      const inside =
        /^[^/]+\/(data\/[0-9a-f-]{36}|records\/[0-9a-f]{2}\/[0-9a-f]{64}\.json|uploads\/[0-9a-f]{64}(\.json|\/.+))$/;
      const files = Object.entries(allFiles(watched));
      return files.filter(
        ([path]) => !path.startsWith(buckets) || !inside.test(path.slice(buckets.length + 1)),
      );
    },
    async [Symbol.asyncDispose]() {
      await aws.stop();
      rmSync(watched, { recursive: true });
    },
  };
}

test("keeps keys that look like paths apart, and writes nothing outside of their bucket", async () => {
  await using watched = await startWatched();
  const { aws } = watched;
  const before = watched.outside();
  for (const [raw, key] of TAKEN) {
    expect([raw, await answer(aws, "PUT", `/${BUCKET}/${raw}`, key)]).toEqual([raw, "200"]);
  }
  for (const [raw, code] of REFUSED) {
    for (const method of ["PUT", "GET", "DELETE"]) {
      expect([raw, await answer(aws, method, `/${BUCKET}/${raw}`)]).toEqual([raw, code]);
    }
  }
  const s3 = aws.s3();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, EncodingType: "url" }));
  const keys = Contents.map(({ Key = "" }) => decodeURIComponent(Key)).sort();
  expect(keys).toEqual([...new Set(TAKEN.map(([, key]) => key))].sort());
  expect(watched.outside()).toEqual(before);
  for (const [raw] of TAKEN) await answer(aws, "DELETE", `/${BUCKET}/${raw}`);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).KeyCount).toBe(0);
  expect(watched.outside()).toEqual(before);
});

test("reaches nothing outside by uploads, copies, batches and names of buckets either", async () => {
  await using watched = await startWatched();
  const { aws } = watched;
  const before = watched.outside();
  const s3 = aws.s3();
  const named = { Bucket: BUCKET, Key: "../../evil" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(named));
  const part = await s3.send(new UploadPartCommand({ ...named, UploadId, PartNumber: 1, Body: "x" }));
  const Parts = [{ PartNumber: 1, ETag: part.ETag }];
  await s3.send(new CompleteMultipartUploadCommand({ ...named, UploadId, MultipartUpload: { Parts } }));
  const copy = (CopySource: string, Key = "../copied") =>
    outcome(s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource })));
  expect(await copy(`${BUCKET}/../../evil`)).toBe("worked");
  expect(await copy(`${BUCKET}/../../../../../evil`)).toBe("NoSuchKey 404");
  expect(await copy("../../evil/x")).toBe("NoSuchBucket 404");
  expect(await copy(`${BUCKET}/%c0%ae`)).toBe("InvalidURI 400");
  expect(await copy(`${BUCKET}/${"k".repeat(1025)}`)).toBe("NoSuchKey 404");
  const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "../copied" }));
  expect(await got.Body?.transformToString()).toBe("x");
  const Objects = ["../copied", "../../evil", "../../../../../evil"].map((Key) => ({ Key }));
  await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
  for (const bucket of ["..", "%2e%2e", "..%2f..%2fevil", ".", "a%2fb", "%00"]) {
    expect([bucket, await answer(aws, "PUT", `/${bucket}`)]).toEqual([bucket, "InvalidBucketName 400"]);
    expect([bucket, await answer(aws, "PUT", `/${bucket}/x`, "x")]).toEqual([bucket, "NoSuchBucket 404"]);
  }
  expect(watched.outside()).toEqual(before);
});

test("takes no more parts than 10,000 for one object", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const named = { Bucket: BUCKET, Key: "k" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(named));
  const part = (PartNumber: number) =>
    s3.send(new UploadPartCommand({ ...named, UploadId, PartNumber, Body: "x" }));
  expect(await outcome(part(10_001))).toBe("InvalidArgument 400");
  const { ETag } = await part(10_000);
  const complete = (count: number) => {
    const Parts = Array.from({ length: count }, (_, index) => ({ PartNumber: index + 1, ETag }));
    const input = { ...named, UploadId, MultipartUpload: { Parts } };
    return outcome(s3.send(new CompleteMultipartUploadCommand(input)));
  };
  expect(await complete(10_001)).toBe("MalformedXML 400");
  expect(await complete(10_000)).toBe("InvalidPart 400");
});
