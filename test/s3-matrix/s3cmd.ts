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
import { run, twoAtATime } from "./command.ts";
import type { OperationName } from "./expectations.ts";

const ID = "s3cmd";
const how = (what: string, bare = false) => ({ how: `\`s3cmd ${what}\``, bare });

export const s3cmd: Client = {
  name: "s3cmd",
  id: ID,
  isHere: spawnSync("s3cmd", ["--version"]).status === 0,
  operations: {
    put: how("put"),
    "put in parts": how("put --multipart-chunk-size-mb=5"),
    get: how("get", true),
    list: how("ls"),
    copy: how("cp --acl-private", true),
    "copy out": { how: "`s3cmd cp --acl-private` into the own folder", bare: true },
    delete: how("del"),
    "delete many": how("del --recursive"),
    "get what is missing": how("get", true),
    "list buckets": how("ls"),
  },
  does: (operation, situation) => !isPresigned(situation) || operation === "get",
  async run(world, cells) {
    const folder = mkdtempSync(join(tmpdir(), "keyturn-s3cmd-"));
    writeFileSync(join(folder, "seed"), SEED);
    writeFileSync(join(folder, "large"), Buffer.alloc(LARGE_BYTES, "x"));
    const { host } = new URL(world.url);
    const settings = [`host_base = ${host}`, `host_bucket = ${host}`, "use_https = False"];
    // It asks where a bucket is, which the key may only for its own; for others it has to be told.
    const config = ["[default]", ...settings, "bucket_location = us-east-1", ""];
    writeFileSync(join(folder, "s3cfg"), config.join("\n"));
    try {
      return await twoAtATime(cells, (cell) => outcomeOf(cell, world, folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function commandOf({ operation, standing }: Cell, { own }: World, folder: string, back: string): string[] {
  const keys = keysOf(ID, standing);
  const uri = (key: string, bucket = standing.bucket) => `s3://${bucket}/${key}`;
  const seconds = Math.floor(Date.now() / 1000);
  if (standing.situation === "presigned") return ["signurl", uri(keys.seed), String(seconds + 300)];
  if (standing.situation === "expired presigned") return ["signurl", uri(keys.seed), String(seconds - 2)];
  const commands: Partial<Record<OperationName, string[]>> = {
    put: ["put", join(folder, "seed"), uri(keys.new)],
    "put in parts": ["put", "--multipart-chunk-size-mb=5", join(folder, "large"), uri(keys.parts)],
    get: ["get", uri(keys.seed), back],
    list: ["ls", uri(`${standing.folder}${ID}/`)],
    copy: ["cp", "--acl-private", uri(keys.seed), uri(keys.copy)],
    "copy out": ["cp", "--acl-private", uri(keys.seed), uri(keysOf(ID, own).copy, own.bucket)],
    delete: ["del", uri(keys.doomed)],
    "delete many": ["del", "--recursive", uri(keys.many)],
    "get what is missing": ["get", uri(keys.missing), back],
    "list buckets": ["ls"],
  };
  return commands[operation] ?? [];
}

async function outcomeOf(cell: Cell, world: World, folder: string): Promise<Outcome> {
  const { operation, standing } = cell;
  const back = join(folder, `${operation} ${standing.situation}`);
  const args = ["-c", join(folder, "s3cfg"), "--no-progress", ...commandOf(cell, world, folder, back)];
  const ran = await run("s3cmd", args, {
    HOME: folder,
    AWS_ACCESS_KEY_ID: standing.key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: standing.key.secretAccessKey,
    ...(standing.key.sessionToken && { AWS_SESSION_TOKEN: standing.key.sessionToken }),
  });
  if (ran.isDone && isPresigned(standing.situation)) {
    return { url: ran.stdout.trim(), method: "GET", madeAt: Date.now() };
  }
  if (!ran.isDone) {
    const [, status = "", code = ""] =
      /(?:S3 error: |failed for: .* \()(\d{3}) \((.+?)\)/.exec(ran.stderr) ?? [];
    return { seen: s3cmd.operations[operation]?.bare ? status : code || ran.stderr };
  }
  const isRight =
    operation === "get"
      ? readFileSync(back, "utf8") === SEED
      : operation !== "list" || ran.stdout.includes("seed");
  return { seen: isRight ? "works" : "wrong content" };
}
