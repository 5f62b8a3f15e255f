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
import { type Ran, run, twoAtATime } from "./command.ts";
import type { OperationName } from "./expectations.ts";

const ID = "aws-cli";
const how = (what: string, bare = false) => ({ how: `\`aws ${what}\``, bare });
/** Each starts the AWS CLI anew, so not all are done everywhere. */
const EVERYWHERE: OperationName[] = ["put", "get", "get a range", "list"];

export const awsCli: Client = {
  name: "AWS CLI",
  id: ID,
  isHere: spawnSync("aws", ["--version"]).status === 0,
  operations: {
    put: how("s3 cp FILE s3://…"),
    "put in parts": how("s3 cp FILE s3://…"),
    get: how("s3 cp s3://… FILE", true),
    "get a range": how("s3api get-object --range"),
    head: how("s3api head-object", true),
    list: how("s3 ls"),
    "list (version 1)": how("s3api list-objects"),
    copy: how("s3 cp s3://… s3://…", true),
    delete: how("s3 rm"),
    "delete many": how("s3 rm --recursive"),
    "read tags": how("s3api get-object-tagging"),
    "head the bucket": how("s3api head-bucket", true),
    "list buckets": how("s3 ls"),
  },
  does: (operation, situation) =>
    isPresigned(situation)
      ? operation === "get"
      : situation === "own folder" || EVERYWHERE.includes(operation),
  async run(world, cells) {
    const folder = mkdtempSync(join(tmpdir(), "keyturn-aws-cli-"));
    writeFileSync(join(folder, "seed"), SEED);
    writeFileSync(join(folder, "large"), Buffer.alloc(LARGE_BYTES, "x"));
    try {
      return await twoAtATime(cells, (cell) => outcomeOf(cell, world, folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** The command of a cell; what it writes lies in `back`. */
function commandOf({ operation, standing }: Cell, folder: string, back: string): string[] {
  const keys = keysOf(ID, standing);
  const uri = (key: string) => `s3://${standing.bucket}/${key}`;
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
    delete: ["s3", "rm", uri(keys.doomed)],
    "delete many": ["s3", "rm", "--recursive", uri(keys.many)],
    "read tags": ["s3api", "get-object-tagging", ...object],
    "head the bucket": ["s3api", "head-bucket", "--bucket", standing.bucket],
    "list buckets": ["s3", "ls"],
  };
  return commands[operation] ?? [];
}

async function outcomeOf(cell: Cell, world: World, folder: string): Promise<Outcome> {
  const { operation, standing } = cell;
  const back = join(folder, `${operation} ${standing.situation}`);
  const ran = await run("aws", commandOf(cell, folder, back), {
    HOME: folder,
    AWS_ACCESS_KEY_ID: standing.key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standing.key.secretAccessKey,
    ...(standing.key.sessionToken && { AWS_SESSION_TOKEN: standing.key.sessionToken }),
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_ENDPOINT_URL: world.url,
  });
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
