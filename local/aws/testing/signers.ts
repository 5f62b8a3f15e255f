import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { sha256Hex, uriEncode } from "../sigv4/canonical-request.ts";
import { BUCKET, type Key } from "./test-endpoint.ts";

/** What every signer puts, gets and lists. */
export const SIGNED_KEY = "folder/a b+%é(1)!~.txt";
export const SIGNED_BODY = "what was signed";

/** Implementations of SigV4 that have no line in common with this project's. */
export const SIGNERS: { name: string; isHere: boolean; sign: (url: string, key: Key) => Promise<void> }[] = [
  { name: "AWS SDK v3", isHere: true, sign: signWithSdk },
  { name: "curl --aws-sigv4", isHere: works("curl", "--version"), sign: signWithCurl },
  { name: "s3cmd", isHere: works("s3cmd", "--version"), sign: signWithS3cmd },
  { name: "botocore", isHere: works("python3", "-c", "import botocore"), sign: signWithBotocore },
];

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

const run = (command: string, args: string[], env: Record<string, string> = {}) =>
  promisify(execFile)(command, args, { env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", ...env } });

async function signWithSdk(url: string, credentials: Key): Promise<void> {
  const s3 = new S3Client({ endpoint: url, region: "us-east-1", credentials, forcePathStyle: true });
  const named = { Bucket: BUCKET, Key: SIGNED_KEY };
  const put = new PutObjectCommand({ ...named, Body: SIGNED_BODY, Metadata: { origin: "line  7" } });
  await s3.send(put);
  await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: SIGNED_KEY, Delimiter: "/" }));
  const got = await fetch(await getSignedUrl(s3, new GetObjectCommand(named), { expiresIn: 60 }));
  s3.destroy();
  if ((await got.text()) !== SIGNED_BODY) throw new Error("what was got is not what was put");
}

async function signWithCurl(url: string, { accessKeyId, secretAccessKey }: Key): Promise<void> {
  const curl = (target: string, body: string, ...args: string[]) => {
    const hash = `x-amz-content-sha256: ${sha256Hex(body)}`;
    const who = ["--aws-sigv4", "aws:amz:us-east-1:s3", "--user", `${accessKeyId}:${secretAccessKey}`];
    return run("curl", ["-sf", ...who, "-H", hash, ...args, `${url}/${BUCKET}${target}`]);
  };
  const path = `/${SIGNED_KEY.split("/").map(uriEncode).join("/")}`;
  await curl(path, SIGNED_BODY, "-X", "PUT", "-H", "content-type: text/csv", "--data-binary", SIGNED_BODY);
  const { stdout } = await curl(path, "");
  if (stdout !== SIGNED_BODY) throw new Error("what was got is not what was put");
  // In the order and with the escapes of the canonical query: curl signs the one it is given.
  await curl(`?delimiter=%2F&list-type=2&prefix=${uriEncode(SIGNED_KEY)}`, "");
}

async function signWithS3cmd(url: string, { accessKeyId, secretAccessKey }: Key): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-s3cmd-"));
  const host = new URL(url).host;
  const lines = ["[default]", `access_key = ${accessKeyId}`, `secret_key = ${secretAccessKey}`];
  lines.push(`host_base = ${host}`, `host_bucket = ${host}`, "use_https = False", "signature_v2 = False");
  writeFileSync(join(folder, "s3cfg"), `${lines.join("\n")}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "body"), SIGNED_BODY);
  const s3cmd = (...args: string[]) => run("s3cmd", ["-c", join(folder, "s3cfg"), ...args], { HOME: folder });
  try {
    await s3cmd("put", join(folder, "body"), `s3://${BUCKET}/${SIGNED_KEY}`);
    const { stdout } = await s3cmd("get", `s3://${BUCKET}/${SIGNED_KEY}`, "-");
    if (!stdout.includes(SIGNED_BODY)) throw new Error("what was got is not what was put");
    await s3cmd("ls", `s3://${BUCKET}/${SIGNED_KEY}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const BOTOCORE = `
import sys, botocore.session, urllib.request
from botocore.config import Config
url, bucket, key, body = sys.argv[1:]
config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
s3 = botocore.session.get_session().create_client("s3", region_name="us-east-1", endpoint_url=url, config=config)
s3.put_object(Bucket=bucket, Key=key, Body=body.encode(), Metadata={"origin": "line  7"})
s3.list_objects_v2(Bucket=bucket, Prefix=key, Delimiter="/")
signed = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=60)
assert urllib.request.urlopen(signed).read().decode() == body
`;

async function signWithBotocore(url: string, { accessKeyId, secretAccessKey }: Key): Promise<void> {
  const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const env = { ...credentials, AWS_EC2_METADATA_DISABLED: "true", HOME: tmpdir() };
  await run("python3", ["-c", BOTOCORE, url, BUCKET, SIGNED_KEY, SIGNED_BODY], env);
}
