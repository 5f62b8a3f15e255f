import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect, test, vi } from "vitest";
import { startEndpointProcess } from "../testing/endpoint-process.ts";
import { errorCode, sendSigned, sign } from "../testing/raw-request.ts";
import { BUCKET, outcome, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";
import { openBucket } from "./bucket.ts";
import { joined } from "./complete-upload.ts";
import { copyBytes } from "./copy-bytes.ts";

const MB = 1024 * 1024;
const at = (Key: string) => ({ Bucket: BUCKET, Key });
const filesOf = (aws: { dataDir: string }, folder: string) =>
  readdirSync(join(aws.dataDir, "s3", BUCKET, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

async function begin(s3: S3Client, Key: string): Promise<string> {
  return (await s3.send(new CreateMultipartUploadCommand(at(Key)))).UploadId as string;
}

/** Promises a body of 1,000,000 bytes, sends half of it and hangs up. */
async function hangUp(aws: TestEndpoint, path: string): Promise<void> {
  const headers = { "content-length": "1000000" };
  const raw = { method: "PUT", path, headers, payloadHash: "UNSIGNED-PAYLOAD" };
  const signed = Object.entries(sign(aws, aws.root, raw).headers).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const socket = connect(aws.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`PUT ${path} HTTP/1.1\r\n${signed.join("")}\r\n`);
  await new Promise((resolve) => socket.write(Buffer.alloc(500_000), resolve));
  await setTimeout(100);
  socket.destroy();
}

test("keeps nothing of a body that breaks off", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  await s3.send(new PutObjectCommand({ ...at("k"), Body: "before" }));
  const UploadId = await begin(s3, "k");
  await hangUp(aws, `/${BUCKET}/k`);
  await hangUp(aws, `/${BUCKET}/k?partNumber=1&uploadId=${UploadId}`);
  await vi.waitFor(() => expect(filesOf(aws, "data")).toHaveLength(1));
  await vi.waitFor(() => expect(filesOf(aws, "uploads")).toEqual([`${UploadId}.json`]));
  expect((await s3.send(new HeadObjectCommand(at("k")))).ContentLength).toBe(6);
  expect((await s3.send(new ListPartsCommand({ ...at("k"), UploadId }))).Parts).toBeUndefined();
});

test("leaves a part as it was when the one that was to replace it is not what was said of it", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const UploadId = await begin(s3, "k");
  const input = { ...at("k"), UploadId, PartNumber: 1 };
  const { ETag } = await s3.send(new UploadPartCommand({ ...input, Body: "before" }));
  const replace = async (body: string, extra: Record<string, string>, payloadHash?: string) => {
    const path = `/${BUCKET}/k?partNumber=1&uploadId=${UploadId}`;
    const raw = { method: "PUT", path, body, headers: extra, ...(payloadHash && { payloadHash }) };
    return errorCode(await sendSigned(aws, aws.root, raw));
  };
  const trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const five = { "x-amz-decoded-content-length": "5" };
  const crc = { ...five, "x-amz-trailer": "x-amz-checksum-crc32" };
  expect(await replace("after", { "x-amz-checksum-crc32": "AAAAAA==" })).toBe("BadDigest 400");
  expect(await replace("after", {}, "0".repeat(64))).toBe("XAmzContentSHA256Mismatch 400");
  expect(await replace("5\r\naft", five, trailer)).toBe("IncompleteBody 400");
  expect(await replace("3\r\naft\r\n0\r\n\r\n", five, trailer)).toBe("IncompleteBody 400");
  expect(await replace("5\r\nafter\r\n0\r\n\r\n", crc, trailer)).toBe("MalformedTrailerError 400");
  const wrong = "5\r\nafter\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
  expect(await replace(wrong, crc, trailer)).toBe("BadDigest 400");
  const { Parts } = await s3.send(new ListPartsCommand({ ...at("k"), UploadId }));
  expect(Parts?.map((part) => part.ETag)).toEqual([ETag]);
  expect(filesOf(aws, "uploads")).toHaveLength(3);
});

test("shows nothing of an object whose parts cannot be read any more", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const UploadId = await begin(s3, "k");
  const { ETag } = await s3.send(
    new UploadPartCommand({ ...at("k"), UploadId, PartNumber: 1, Body: "whole" }),
  );
  const folder = join(aws.dataDir, "s3", BUCKET, "uploads", UploadId);
  const file = join(folder, readdirSync(folder).find((name) => !name.endsWith(".json")) as string);
  const complete = () => {
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    return outcome(s3.send(new CompleteMultipartUploadCommand({ ...at("k"), UploadId, MultipartUpload })));
  };
  writeFileSync(file, "half");
  expect(await complete()).toBe("InternalError 500");
  rmSync(file);
  expect(await complete()).toBe("InvalidPart 400");
  expect(await outcome(s3.send(new HeadObjectCommand(at("k"))))).toBe("NotFound 404");
  expect(filesOf(aws, "data")).toEqual([]);
});

test("joins 10,000 parts, finds them again after a restart, and takes away what a write half-way left", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-parts-"));
  const uploadId = "0".repeat(64);
  const first = openBucket(folder, "bucket", "us-east-1");
  first.uploads.begin({ uploadId, key: "k", initiatedAt: 0, headers: [] });
  const upload = first.uploads.find(uploadId, "k");
  if (upload === undefined) throw new Error("no upload");
  for (let partNumber = 1; partNumber <= 10_000; partNumber += 1) {
    const { data } = await first.uploads.receivePart(upload, (file) => file.writeFile(`${partNumber};`));
    const bytes = `${partNumber};`.length;
    first.uploads.putPart(upload, { partNumber, data, bytes, etag: "", lastModified: 0, checksums: {} });
  }
  const full = first.uploads.receivePart(upload, async (file) => {
    await file.writeFile("half of it");
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  await expect(full).rejects.toThrow("no space left");
  expect(readdirSync(join(folder, "bucket", "uploads", uploadId))).toHaveLength(20_000);
  writeFileSync(join(folder, "bucket", "uploads", uploadId, "left-over"), "half");

  const second = openBucket(folder, "bucket", "us-east-1");
  const again = second.uploads.find(uploadId, "k");
  if (again === undefined) throw new Error("no upload");
  const parts = [...again.parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  let text = "";
  await copyBytes(joined(second.uploads, again, parts), [], async (piece) => {
    text += piece.toString();
  });
  expect(text).toBe(Array.from({ length: 10_000 }, (_, index) => `${index + 1};`).join(""));
  expect(readdirSync(join(folder, "bucket", "uploads", uploadId))).toHaveLength(20_000);
  await second.uploads.end(again);
  expect(readdirSync(join(folder, "bucket", "uploads"))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("completes an upload whole or not at all when it is killed meanwhile", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-kill-"));
  const endpoint = await startEndpointProcess(dataDir);
  try {
    const s3 = new S3Client(endpoint.config);
    const UploadId = await begin(s3, "k");
    const Parts = [];
    for (const PartNumber of [1, 2, 3, 4]) {
      const Body = Buffer.alloc(16 * MB, String(PartNumber));
      const { ETag } = await s3.send(new UploadPartCommand({ ...at("k"), UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    const input = { ...at("k"), UploadId, MultipartUpload: { Parts } };
    const completing = outcome(s3.send(new CompleteMultipartUploadCommand(input)));
    while (filesOf({ dataDir }, "data").length === 0) await setTimeout(1);
    endpoint.kill();
    await completing;
    s3.destroy();

    await using after = await startTestEndpoint({ dataDir });
    const uploads =
      (await after.s3().send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? [];
    const isMade = (await outcome(after.s3().send(new HeadObjectCommand(at("k"))))) === "worked";
    expect(uploads).toHaveLength(isMade ? 0 : 1);
    expect(filesOf({ dataDir }, "data")).toHaveLength(isMade ? 1 : 0);
    expect(await outcome(after.s3().send(new CompleteMultipartUploadCommand(input)))).toBe("worked");
    expect((await after.s3().send(new HeadObjectCommand(at("k")))).ContentLength).toBe(64 * MB);
  } finally {
    endpoint.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("does not offer an upload again whose object was made right before a kill", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const UploadId = await begin(s3, "k");
  const record = join(aws.dataDir, "s3", BUCKET, "uploads", `${UploadId}.json`);
  const saved = readFileSync(record);
  const { ETag } = await s3.send(new UploadPartCommand({ ...at("k"), UploadId, PartNumber: 1, Body: "x" }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...at("k"), UploadId, MultipartUpload }));
  await aws.stop();
  writeFileSync(record, saved);
  const second = await startTestEndpoint({ dataDir: aws.dataDir });
  expect(
    (await second.s3().send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads,
  ).toBeUndefined();
  expect(filesOf(aws, "uploads")).toEqual([]);
  await second.stop();
});
