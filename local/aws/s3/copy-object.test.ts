import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import {
  BUCKET,
  folderPolicy,
  makeUser,
  OTHER_BUCKET,
  outcome,
  startTestEndpoint,
} from "../testing/test-endpoint.ts";

const at = (Key: string) => ({ Bucket: BUCKET, Key });
const source = (key: string, bucket = BUCKET) =>
  `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
const copy = (Key: string, CopySource: string, input: Partial<CopyObjectCommandInput> = {}) =>
  new CopyObjectCommand({ ...at(Key), CopySource, ...input });

test("copies an object with what is known of it, or with what is said anew", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const about = { ContentType: "text/csv", CacheControl: "no-cache", Metadata: { origin: "line 7" } };
  const put = await s3.send(new PutObjectCommand({ ...at("from/a +%é"), Body: "bytes", ...about }));
  const { CopyObjectResult } = await s3.send(copy("to/a", source("from/a +%é")));
  expect(CopyObjectResult?.ETag).toBe(put.ETag);
  const got = await s3.send(new GetObjectCommand(at("to/a")));
  expect(await got.Body?.transformToString()).toBe("bytes");
  expect(got).toMatchObject(about);

  expect(await outcome(s3.send(copy("to/a", source("to/a"))))).toBe("InvalidRequest 400");
  const anew = { MetadataDirective: "REPLACE", Metadata: { other: "1" } } as const;
  await s3.send(copy("to/a", source("to/a"), anew));
  const head = await s3.send(new HeadObjectCommand(at("to/a")));
  expect(head).toMatchObject({ Metadata: { other: "1" }, ContentType: "binary/octet-stream" });
  await s3.send(copy("across", source("to/a"), { Bucket: OTHER_BUCKET }));
  const across = await s3.send(new GetObjectCommand({ Bucket: OTHER_BUCKET, Key: "across" }));
  expect(await across.Body?.transformToString()).toBe("bytes");
});

test("copies only what the caller may read, to where it may write", async () => {
  await using aws = await startTestEndpoint();
  const root = aws.s3();
  for (const Key of ["folder/mine", "folder2/secret"]) {
    await root.send(new PutObjectCommand({ ...at(Key), Body: "x" }));
  }
  await root.send(new PutObjectCommand({ Bucket: OTHER_BUCKET, Key: "folder/mine", Body: "x" }));
  const s3 = aws.s3(await makeUser(aws, "ann", folderPolicy(BUCKET, "folder")));
  expect(await outcome(s3.send(copy("folder/new", source("folder/mine"))))).toBe("worked");
  const denied = "AccessDenied 403";
  expect(await outcome(s3.send(copy("folder/got", source("folder2/secret"))))).toBe(denied);
  expect(await outcome(s3.send(copy("folder/got", source("folder/mine", OTHER_BUCKET))))).toBe(denied);
  expect(await outcome(s3.send(copy("folder2/got", source("folder/mine"))))).toBe(denied);
  expect(await outcome(s3.send(copy("folder/got", source("folder/../folder2/secret"))))).toBe(denied);
  expect(await outcome(s3.send(copy("folder/got", source("folder/missing"))))).toBe(denied);
  expect(await outcome(s3.send(copy("folder/got", source("x", "no-such-bucket"))))).toBe(denied);
  expect(await outcome(root.send(new HeadObjectCommand(at("folder/got"))))).toBe("NotFound 404");
});

test("keeps to the conditions on source and target, and refuses what is no source", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const { ETag } = await s3.send(new PutObjectCommand({ ...at("a"), Body: "x" }));
  const attempt = (input: object, from = source("a")) => outcome(s3.send(copy("b", from, input)));
  const failed = "PreconditionFailed 412";
  expect(await attempt({ CopySourceIfMatch: '"other"' })).toBe(failed);
  expect(await attempt({ CopySourceIfNoneMatch: ETag })).toBe(failed);
  expect(await attempt({ CopySourceIfModifiedSince: new Date(Date.now() + 5000) })).toBe(failed);
  expect(await attempt({ CopySourceIfUnmodifiedSince: new Date(0) })).toBe(failed);
  expect(await attempt({ CopySourceIfMatch: ETag, IfNoneMatch: "*" })).toBe("worked");
  expect(await attempt({ IfNoneMatch: "*" })).toBe(failed);
  expect(await attempt({}, source("missing"))).toBe("NoSuchKey 404");
  expect(await attempt({}, source("a", "no-such-bucket"))).toBe("NoSuchBucket 404");
  expect(await attempt({}, "no-key")).toBe("InvalidArgument 400");
  expect(await attempt({}, "%ff/a")).toBe("InvalidURI 400");
  expect(await attempt({}, `${source("a")}?versionId=1`)).toBe("NotImplemented 501");
  expect(await attempt({ Tagging: "a=b" })).toBe("NotImplemented 501");
  expect(await attempt({ MetadataDirective: "SOME" })).toBe("InvalidArgument 400");
});
