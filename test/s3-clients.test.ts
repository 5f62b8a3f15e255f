import { execFile, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  BUCKET,
  folderPolicy,
  type Key,
  makeUser,
  startTestEndpoint,
  type TestEndpoint,
} from "../local/aws/testing/test-endpoint.ts";

// Clients that know nothing of Keyturn, with a key that has the rights of one folder. They are no dependencies; where
// they are not installed the SDK's tests beside the code have to do.
const hasCli = spawnSync("aws", ["--version"]).status === 0;
if (!hasCli) console.log("The AWS CLI is not installed: its tests of the laptop's S3 are skipped");
const hasBoto = spawnSync("python3", ["-c", "import boto3"]).status === 0;
if (!hasBoto) console.log("boto3 is not installed: its test of the laptop's S3 is skipped");

const FOLDER = `s3://${BUCKET}/folder`;
const NAMES = ["a b.txt", "a+b.txt", "100%.txt", "%2F.txt", "größe ✓.txt", "sub/deep.txt"];
const BIG = randomBytes(20 * 1024 * 1024);

let aws: TestEndpoint;
let key: Key;
let folder = "";

beforeAll(async () => {
  aws = await startTestEndpoint();
  key = await makeUser(aws, "ann", folderPolicy(BUCKET, "folder"));
  folder = mkdtempSync(join(tmpdir(), "keyturn-clients-"));
  mkdirSync(join(folder, "tree", "sub"), { recursive: true });
  for (const name of NAMES) writeFileSync(join(folder, "tree", name), name);
  writeFileSync(join(folder, "big"), BIG);
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, args: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LC_ALL: "C.UTF-8",
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: aws.url,
  };
  return promisify(execFile)(command, args, { env, maxBuffer: 64 * 1024 * 1024 });
}
const cli = async (...args: string[]) => (await run("aws", args)).stdout;
const refused = (...args: string[]) =>
  cli(...args).then(
    () => "worked",
    (error: { stderr: string }) => /\((\w+)\)/.exec(error.stderr)?.[1],
  );

describe.skipIf(!hasCli)("the AWS CLI", () => {
  test("uploads 20 MB in parts, copies and moves them within S3, and downloads them again", async () => {
    await cli("s3", "cp", join(folder, "big"), `${FOLDER}/big`, "--metadata", "origin=line-7");
    const head = JSON.parse(await cli("s3api", "head-object", "--bucket", BUCKET, "--key", "folder/big"));
    expect(head).toMatchObject({ ContentLength: BIG.length, Metadata: { origin: "line-7" } });
    expect(head.ETag).toMatch(/-3"$/);
    await cli("s3", "cp", `${FOLDER}/big`, `${FOLDER}/copy`);
    await cli("s3", "mv", `${FOLDER}/copy`, `${FOLDER}/moved`);
    await cli("s3", "cp", `${FOLDER}/moved`, join(folder, "back"));
    expect(readFileSync(join(folder, "back")).equals(BIG)).toBe(true);
    const listed = await cli("s3", "ls", `${FOLDER}/`);
    expect(listed).toMatch(/20971520 big\n.*20971520 moved\n$/);
  });

  test("syncs a tree of odd names up and down, and copies nothing twice", async () => {
    await cli("s3", "sync", join(folder, "tree"), `${FOLDER}/tree`);
    expect(await cli("s3", "sync", join(folder, "tree"), `${FOLDER}/tree`)).toBe("");
    await cli("s3", "sync", `${FOLDER}/tree`, join(folder, "down"));
    for (const name of NAMES) expect(readFileSync(join(folder, "down", name), "utf8")).toBe(name);
    expect(readdirSync(join(folder, "down")).sort()).toEqual(readdirSync(join(folder, "tree")).sort());
    await cli("s3", "rm", "--recursive", `${FOLDER}/tree`);
    expect(await cli("s3", "ls", `${FOLDER}/tree/`).catch((error) => error.stdout)).toBe("");
  });

  test("presigns what curl may then get, for as long as it says", async () => {
    writeFileSync(join(folder, "small"), "small");
    await cli("s3", "cp", join(folder, "small"), `${FOLDER}/small + é`);
    const presigned = async (seconds: string) =>
      (await cli("s3", "presign", `${FOLDER}/small + é`, "--expires-in", seconds)).trim();
    const brief = await presigned("1");
    const url = await presigned("60");
    expect(await (await fetch(url)).text()).toBe("small");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await fetch(brief)).status).toBe(403);
  });

  test("begins, lists and aborts an upload, and is kept out of other folders", async () => {
    const name = ["--bucket", BUCKET, "--key", "folder/parts"];
    const { UploadId } = JSON.parse(await cli("s3api", "create-multipart-upload", ...name));
    const upload = [...name, "--upload-id", UploadId];
    await cli("s3api", "upload-part", ...upload, "--part-number", "1", "--body", join(folder, "big"));
    const { Parts } = JSON.parse(await cli("s3api", "list-parts", ...upload));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: BIG.length }]);
    await cli("s3api", "abort-multipart-upload", ...upload);
    expect(await refused("s3api", "list-parts", ...upload)).toBe("NoSuchUpload");
    expect(await refused("s3", "cp", join(folder, "big"), `s3://${BUCKET}/folder2/big`)).toBe("AccessDenied");
    expect(await refused("s3", "ls", `s3://${BUCKET}/folder2/`)).toBe("AccessDenied");
    expect(await refused("s3api", "get-object-tagging", ...name)).toBe("AccessDenied");
  });
});

const BOTO = `
import boto3, sys
from boto3.s3.transfer import TransferConfig
bucket, big, back = sys.argv[1:]
s3 = boto3.client("s3")
s3.upload_file(big, bucket, "folder/b +%é", ExtraArgs={"Metadata": {"origin": "line-7"}, "ContentType": "text/csv"})
s3.copy({"Bucket": bucket, "Key": "folder/b +%é"}, bucket, "folder/copy", Config=TransferConfig(multipart_threshold=8 * 2**20))
head = s3.head_object(Bucket=bucket, Key="folder/b +%é")
assert head["ContentLength"] == 20 * 2**20 and head["Metadata"] == {"origin": "line-7"}, head
assert head["ContentType"] == "text/csv", head
s3.download_file(bucket, "folder/copy", back)
pages = s3.get_paginator("list_objects").paginate(Bucket=bucket, Prefix="folder/", PaginationConfig={"PageSize": 1})
keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
assert "folder/b +%é" in keys and "folder/copy" in keys, keys
try:
    s3.get_object(Bucket=bucket, Key="folder/copy", IfMatch="no")
    assert False
except s3.exceptions.ClientError as error:
    assert error.response["Error"]["Code"] == "PreconditionFailed", error
s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "folder/copy"}, {"Key": "folder/b +%é"}]})
print("done")
`;

test.skipIf(!hasBoto)("boto3 uploads 20 MB, copies, looks and downloads", async () => {
  const { stdout } = await run("python3", ["-c", BOTO, BUCKET, join(folder, "big"), join(folder, "boto")]);
  expect(stdout).toBe("done\n");
  expect(readFileSync(join(folder, "boto")).equals(BIG)).toBe(true);
});
