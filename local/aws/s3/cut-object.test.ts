import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, vi } from "vitest";
import { BUCKET, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";

test("an object of which a power cut left a part is refused at once, named, and can be written again", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const object = { Bucket: BUCKET, Key: "cut" };
  await s3.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(10_000, "whole") }));
  const folder = join(aws.dataDir, "s3", BUCKET, "data");
  const [file = ""] = readdirSync(folder);
  truncateSync(join(folder, file), 4_096);
  const complaint = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await outcome(s3.send(new GetObjectCommand(object)))).toBe("InternalError 500");
  expect(complaint.mock.calls.flat().join()).toContain(`${join(folder, file)} is cut off`);
  complaint.mockRestore();
  await s3.send(new PutObjectCommand({ ...object, Body: "anew" }));
  const { Body } = await s3.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toBe("anew");
});
