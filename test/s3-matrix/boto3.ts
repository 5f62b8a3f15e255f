import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, isPresigned, keysOf, LARGE_BYTES, METHODS, type Outcome, SEED } from "./client.ts";
import { python } from "./command.ts";

const ID = "boto3";
const SCRIPT = join(import.meta.dirname, "boto3-cells.py");
const how = (what: string, bare = false) => ({ how: what, bare });

/** One process for all cells: Python takes longer to start than to do any of them. */
export const boto3: Client = {
  name: "boto3",
  id: ID,
  isHere: spawnSync("python3", ["-c", "import boto3"]).status === 0,
  operations: {
    put: how("`put_object`"),
    "put in parts": how("`upload_fileobj`, from 5 MB in parts"),
    "abort an upload": how("`create_multipart_upload`, `abort_multipart_upload`"),
    get: how("`get_object`"),
    "get a range": how("`get_object` with `Range`"),
    head: how("`head_object`", true),
    list: how("`list_objects_v2`"),
    "list (version 1)": how("`list_objects`"),
    copy: how("`copy_object`"),
    "copy out": how("`copy_object` into the own folder"),
    delete: how("`delete_object`"),
    "delete many": how("`delete_objects`"),
    "get what is missing": how("`get_object`"),
    "read tags": how("`get_object_tagging`"),
    "head the bucket": how("`head_bucket`", true),
    "list buckets": how("`list_buckets`"),
  },
  does: (operation, situation) => !isPresigned(situation) || operation in METHODS,
  async run(world, cells) {
    const given = {
      url: world.url,
      seed: SEED,
      largeBytes: LARGE_BYTES,
      ownBucket: world.own.bucket,
      ownCopy: keysOf(ID, world.own).copy,
      cells: cells.map(({ operation, standing }) => ({
        ...{ operation, ...standing, keys: keysOf(ID, standing) },
        ...(standing.situation === "presigned" && { expiresIn: 300 }),
        ...(standing.situation === "expired presigned" && { expiresIn: 1 }),
      })),
    };
    const env = { HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: "true" };
    const outcomes = (await python(SCRIPT, given, env)) as Outcome[];
    return outcomes.map((outcome, index) =>
      "url" in outcome ? { ...outcome, method: METHODS[cells[index]?.operation ?? "get"] ?? "" } : outcome,
    );
  },
};
