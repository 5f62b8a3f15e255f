import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Cell,
  type Client,
  isPresigned,
  keysOf,
  LARGE_BYTES,
  type Outcome,
  SEED,
  type World,
} from "./client.ts";
import { python, type Ran, run, twoAtATime } from "./command.ts";
import type { OperationName } from "./expectations.ts";

const ID = "aws-cli";
const how = (what: string, bare = false) => ({ how: `\`aws ${what}\``, bare });
const SCRIPT = join(import.meta.dirname, "aws-cli-cells.py");
/** Version 1 is a Python package, and need not be loaded anew for each command; version 2 brings its own Python. */
const isPackage = spawnSync("python3", ["-c", "import awscli"]).status === 0;

export const awsCli: Client = {
  name: "AWS CLI",
  id: ID,
  isHere: isPackage || spawnSync("aws", ["--version"]).status === 0,
  operations: {
    put: how("s3 cp FILE s3://…"),
    "put in parts": how("s3 cp FILE s3://…"),
    get: how("s3 cp s3://… FILE", true),
    "get a range": how("s3api get-object --range"),
    head: how("s3api head-object", true),
    list: how("s3 ls"),
    "list (version 1)": how("s3api list-objects"),
    copy: how("s3 cp s3://… s3://…", true),
    "copy out": { how: "`aws s3 cp s3://… s3://…` into the own folder", bare: true },
    delete: how("s3 rm"),
    "delete many": how("s3 rm --recursive"),
    "read tags": how("s3api get-object-tagging"),
    "head the bucket": how("s3api head-bucket", true),
    "list buckets": how("s3 ls"),
  },
  does: (operation, situation) => !isPresigned(situation) || operation === "get",
  async run(world, cells) {
    const folder = mkdtempSync(join(tmpdir(), "keyturn-aws-cli-"));
    writeFileSync(join(folder, "seed"), SEED);
    writeFileSync(join(folder, "large"), Buffer.alloc(LARGE_BYTES, "x"));
    try {
      const commands = cells.map((cell) => commandOf(cell, world, folder));
      const ran = isPackage
        ? ((await python(SCRIPT, commands, {})) as Ran[])
        : await twoAtATime(commands, ({ args, env }) => run("aws", args, env));
      return cells.map((cell, index) => outcomeOf(cell, ran[index] as Ran, backOf(cell, folder)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Where a command writes what it gets. */
const backOf = ({ operation, standing }: Cell, folder: string) =>
  join(folder, `${operation} ${standing.situation}`);

function commandOf(cell: Cell, world: World, folder: string) {
  const { key } = cell.standing;
  const env = {
    PATH: process.env.PATH ?? "",
    LC_ALL: "C.UTF-8",
    HOME: folder,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    ...(key.sessionToken && { AWS_SESSION_TOKEN: key.sessionToken }),
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_ENDPOINT_URL: world.url,
  };
  return { args: argumentsOf(cell, world, folder), env };
}

function argumentsOf(cell: Cell, { own }: World, folder: string): string[] {
  const { operation, standing } = cell;
  const back = backOf(cell, folder);
  const keys = keysOf(ID, standing);
  const uri = (key: string, bucket = standing.bucket) => `s3://${bucket}/${key}`;
  const object = ["--bucket", standing.bucket, "--key", keys.seed];
  const expires = standing.situation === "presigned" ? "300" : "1";
  if (isPresigned(standing.situation)) return ["s3", "presign", uri(keys.seed), "--expires-in", expires];
  const commands: Partial<Record<OperationName, string[]>> = {
    put: ["s3", "cp", join(folder, "seed"), uri(keys.new)],
    "put in parts": ["s3", "cp", join(folder, "large"), uri(keys.parts)],
    get: ["s3", "cp", uri(keys.seed), back],
    "get a range": ["s3api", "get-object", ...object, "--range", "bytes=2-4", back],
    head: ["s3api", "head-object", ...object],
    list: ["s3", "ls", uri(`${standing.folder}${ID}/`)],
    "list (version 1)": ["s3api", "list-objects", "--bucket", standing.bucket, "--prefix", standing.folder],
    copy: ["s3", "cp", uri(keys.seed), uri(keys.copy)],
    "copy out": ["s3", "cp", uri(keys.seed), uri(keysOf(ID, own).copy, own.bucket)],
    delete: ["s3", "rm", uri(keys.doomed)],
    "delete many": ["s3", "rm", "--recursive", uri(keys.many)],
    "read tags": ["s3api", "get-object-tagging", ...object],
    "head the bucket": ["s3api", "head-bucket", "--bucket", standing.bucket],
    "list buckets": ["s3", "ls"],
  };
  return commands[operation] ?? [];
}

function outcomeOf({ operation, standing }: Cell, ran: Ran, back: string): Outcome {
  if (ran.isDone && isPresigned(standing.situation)) {
    return { url: ran.stdout.trim(), method: "GET", madeAt: Date.now() };
  }
  if (ran.isDone) return { seen: isRight(operation, ran, back) ? "works" : "wrong content" };
  return { seen: /\((\w+)\)/.exec(ran.stderr)?.[1] ?? ran.stderr };
}

function isRight(operation: OperationName, { stdout }: Ran, back: string): boolean {
  if (operation === "get") return readFileSync(back, "utf8") === SEED;
  if (operation === "get a range") return readFileSync(back, "utf8") === SEED.slice(2, 5);
  if (operation === "head") return JSON.parse(stdout).ContentLength === SEED.length;
  return !operation.startsWith("list") || stdout.includes("seed");
}
