import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { openFolder, readJsonFile, replaceFile } from "../disk.ts";
import { type Bucket, openBucket } from "./bucket.ts";

const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const Made = z.strictObject({ region: z.string() });

export type Buckets = ReturnType<typeof openBuckets>;

/** The buckets that are there from the start, and those that somebody makes: in the region the request was signed for. */
export function openBuckets(folder: string, wanted: { name: string; region: string }[]) {
  openFolder(folder);
  const buckets = new Map<string, Bucket>();
  const open = (name: string, region: string) => buckets.set(name, openBucket(folder, name, region));
  for (const { name, region } of wanted) {
    if (!BUCKET_NAME.test(name)) throw new Error(`${name} is not a bucket name`);
    open(name, region);
  }
  const markOf = (name: string) => join(folder, name, "made.json");
  for (const name of readdirSync(folder)) {
    if (buckets.has(name) || !existsSync(markOf(name))) continue;
    open(name, readJsonFile(markOf(name), (value) => Made.parse(value)).region);
  }
  return {
    get: (name: string): Bucket | undefined => buckets.get(name),
    all: (): Bucket[] => [...buckets.values()],
    make(name: string, region: string): void {
      if (!BUCKET_NAME.test(name)) {
        throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.", {
          BucketName: name,
        });
      }
      open(name, region);
      replaceFile(markOf(name), JSON.stringify({ region }));
    },
  };
}
