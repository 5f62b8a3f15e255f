import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect, test, vi } from "vitest";
import { allFiles } from "../testing/all-files.ts";
import { startEndpointProcess } from "../testing/endpoint-process.ts";
import { canMount, mountSmallDisk } from "../testing/small-disk.ts";
import { BUCKET, outcome } from "../testing/test-endpoint.ts";

const MB = 1024 * 1024;
const FULL = "InternalError 500";
const at = (Key: string) => ({ Bucket: BUCKET, Key });

test.skipIf(!canMount("a full disk"))(
  "answers a full disk with S3's error, keeps what was there, and shows no half",
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "keyturn-full-"));
    const disk = await mountSmallDisk(dataDir, 24);
    const endpoint = await startEndpointProcess(dataDir, disk.command);
    const s3 = new S3Client(endpoint.config);
    const put = (Key: string, bytes: number) =>
      outcome(s3.send(new PutObjectCommand({ ...at(Key), Body: Buffer.alloc(bytes, Key) })));
    const keys = async () =>
      (await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents?.map(({ Key, Size }) => [
        Key,
        Size,
      ]);
    /** The files of what failed go a moment after the answer. */
    const isAsBefore = (before: object) => vi.waitFor(() => expect(allFiles(endpoint.seen)).toEqual(before));
    try {
      expect(await put("old", 3 * MB)).toBe("worked");
      const before = allFiles(endpoint.seen);
      expect(await put("new", 40 * MB)).toBe(FULL);
      await isAsBefore(before);
      expect(await put("old", 40 * MB)).toBe(FULL);
      await isAsBefore(before);
      expect(await keys()).toEqual([["old", 3 * MB]]);

      const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at("joined")));
      const part = (PartNumber: number, bytes: number) =>
        s3.send(new UploadPartCommand({ ...at("joined"), UploadId, PartNumber, Body: Buffer.alloc(bytes) }));
      const parts = [await part(1, 6 * MB), await part(2, 6 * MB)];
      const uploaded = allFiles(endpoint.seen);
      expect(await outcome(part(3, 40 * MB))).toBe(FULL);
      expect(await outcome(part(2, 40 * MB))).toBe(FULL);
      const Parts = parts.map(({ ETag }, index) => ({ PartNumber: index + 1, ETag }));
      const complete = new CompleteMultipartUploadCommand({
        ...at("joined"),
        UploadId,
        MultipartUpload: { Parts },
      });
      expect(await outcome(s3.send(complete))).toBe(FULL);
      await isAsBefore(uploaded);
      expect(await keys()).toEqual([["old", 3 * MB]]);
      const listed = await s3.send(new ListPartsCommand({ ...at("joined"), UploadId }));
      expect(listed.Parts?.map(({ Size }) => Size)).toEqual([6 * MB, 6 * MB]);

      // To the last block: not even a record can be written any more.
      for (const bytes of [MB, 64 * 1024, 4096, 0]) {
        for (let count = 0; (await put(`fill-${bytes}-${count}`, bytes)) === "worked"; count += 1);
      }
      const filled = allFiles(endpoint.seen);
      expect(await put("empty", 0)).toBe(FULL);
      expect(await outcome(s3.send(new CreateMultipartUploadCommand(at("begun"))))).toBe(FULL);
      expect(readdirSync(join(endpoint.seen, "s3", BUCKET, "uploads"))).toEqual([
        UploadId,
        `${UploadId}.json`,
      ]);
      const CopySource = `${BUCKET}/old`;
      expect(await outcome(s3.send(new CopyObjectCommand({ ...at("copy"), CopySource })))).toBe(FULL);
      await isAsBefore(filled);

      await s3.send(new AbortMultipartUploadCommand({ ...at("joined"), UploadId }));
      expect(await put("after", MB)).toBe("worked");
      const got = await s3.send(new GetObjectCommand(at("old")));
      expect((await got.Body?.transformToByteArray())?.length).toBe(3 * MB);
    } finally {
      s3.destroy();
      endpoint.kill();
      await disk.unmount();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);
