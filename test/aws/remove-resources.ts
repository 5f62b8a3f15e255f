import { setTimeout as sleep } from "node:timers/promises";
import { DeleteTableCommand, DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  paginateListBuckets,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { BUCKET_MARKER } from "./make-resources.ts";
import { buses, queues } from "./remove-bus.ts";
import { boundaries, users } from "./remove-users.ts";
import { NAME_PREFIX, runOf } from "./run-name.ts";

const ATTEMPTS = 4;
const PAUSE_MS = 3_000;

/** A kind of thing that runs make. */
export interface Kind {
  kind: string;
  /** Every one that any run made: whose it is, and how it is removed. */
  found(region: string): AsyncIterable<{ name: string; remove: () => Promise<unknown> }>;
}

/** In an order in which each can go: users before their boundary. */
const kinds: Kind[] = [
  ...[users, boundaries, buses, queues],
  { kind: "bucket", found: bucketsIn },
  { kind: "table", found: tablesIn },
];

/**
 * Removes everything of the runs that `isMeant` picks, in this region and in IAM. What cannot be removed keeps
 * nothing else from it; answers how many things went, and throws one error that names what is left.
 */
export async function removeRuns(region: string, isMeant: (run: string) => boolean): Promise<number> {
  let removed = 0;
  const left: string[] = [];
  for (const { kind, found } of kinds) {
    try {
      for (const { name, remove } of await allOf(found(region))) {
        const run = runOf(name);
        if (run === undefined || !isMeant(run)) continue;
        await persistently(remove).then(
          () => removed++,
          (error: Error) => left.push(`${kind} ${name} (${error.name}: ${error.message})`),
        );
      }
    } catch (error) {
      left.push(`every ${kind} there is: they cannot be listed (${(error as Error).name})`);
    }
  }
  if (left.length > 0) throw new Error(`Left behind in ${region}, to be removed by hand: ${left.join("; ")}`);
  return removed;
}

/** Before the first of them goes, for a list does not like to change while it is paged. */
async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** IAM refuses to delete what it still believes to be in use a moment after the use ended. */
async function persistently(remove: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await remove();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function* bucketsIn(region: string) {
  const client = new S3Client({ region, forcePathStyle: true });
  const pages = paginateListBuckets({ client }, { Prefix: NAME_PREFIX, BucketRegion: region });
  for await (const { Buckets = [] } of pages) {
    for (const { Name: name = "" } of Buckets) yield { name, remove: () => removeBucket(client, name) };
  }
}

async function removeBucket(client: S3Client, Bucket: string): Promise<void> {
  const marked = await client.send(new HeadObjectCommand({ Bucket, Key: BUCKET_MARKER })).then(
    () => true,
    () => false,
  );
  for await (const { Contents = [] } of marked ? paginateListObjectsV2({ client }, { Bucket }) : []) {
    for (const { Key } of Contents) {
      if (Key !== BUCKET_MARKER) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  }
  if (marked) await client.send(new DeleteObjectCommand({ Bucket, Key: BUCKET_MARKER }));
  await client.send(new DeleteBucketCommand({ Bucket }));
}

async function* tablesIn(region: string) {
  const client = new DynamoDBClient({ region });
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const name of TableNames)
      yield { name, remove: () => client.send(new DeleteTableCommand({ TableName: name })) };
  }
}
