import { mkdirSync, readdirSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { openFolder, readJsonFiles, removeFile, replaceFile } from "../disk.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";
import { openDataFile, writeDataFile } from "./data-file.ts";
import { keyOrder } from "./key-order.ts";
import { ObjectRecord } from "./object-record.ts";
import { openUploads } from "./uploads.ts";

export type Bucket = ReturnType<typeof openBucket>;

/** Where an object's record lies: by the key's hash, so no key can reach out of its folder or collide with another. */
export function recordPath(recordsFolder: string, key: string): string {
  const hash = sha256Hex(key);
  return join(recordsFolder, hash.slice(0, 2), `${hash}.json`);
}

/**
 * A bucket on disk. An object's bytes are written first, under a name nobody knows; replacing its record is the one
 * step that makes them the object. Whatever no record names is a left-over and goes at the next start.
 */
export function openBucket(folder: string, name: string, region: string) {
  const records = openFolder(join(openFolder(join(folder, name)), "records"));
  const dataFolder = openFolder(join(folder, name, "data"));
  const objects = new Map<string, ObjectRecord>();
  const keys = keyOrder();
  for (const shard of readdirSync(records, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const shardFolder = openFolder(join(records, shard.name));
    for (const record of readJsonFiles(shardFolder, (value) => ObjectRecord.parse(value))) {
      objects.set(record.key, record);
    }
  }
  keys.load(objects.keys());
  removeLeftovers(dataFolder, objects.values());
  const uploads = openUploads(
    join(folder, name, "uploads"),
    ({ key, uploadId }) => objects.get(key)?.uploadId === uploadId,
  );

  return {
    name,
    region,
    arn: `arn:aws:s3:::${name}`,
    keys,
    uploads,
    object: (key: string): ObjectRecord | undefined => objects.get(key),
    /**
     * The bytes of an object as it was when `record` was read; `undefined` when it has been replaced since. Throws where
     * they are fewer than it had, as after a power cut: whoever was promised all of them would wait for the rest.
     */
    async openData(record: ObjectRecord): Promise<FileHandle | undefined> {
      const file = await openDataFile(dataFolder, record.data);
      if (file === undefined || (await file.stat()).size === record.bytes) return file;
      await file.close();
      const path = join(dataFolder, record.data);
      console.error(
        `${path} is cut off: the object whose bytes it holds is damaged, and has to be written again`,
      );
      throw new Error("an object's data file is cut off");
    },
    /** Writes a data file by way of `fill`, and takes it away again if that throws. */
    receive: <T>(fill: (file: FileHandle) => Promise<T>) => writeDataFile(dataFolder, fill),
    discard: (data: string): void => removeFile(join(dataFolder, data)),
    /** Makes a record the object. Synchronous, so a check made right before it still holds. */
    put(record: ObjectRecord): void {
      const path = recordPath(records, record.key);
      mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
      replaceFile(path, JSON.stringify(ObjectRecord.parse(record)));
      const before = objects.get(record.key);
      objects.set(record.key, record);
      keys.add(record.key);
      if (before !== undefined) removeFile(join(dataFolder, before.data));
    },
    delete(key: string): void {
      const record = objects.get(key);
      if (record === undefined) return;
      removeFile(recordPath(records, key));
      objects.delete(key);
      keys.remove(key);
      removeFile(join(dataFolder, record.data));
    },
  };
}

function removeLeftovers(dataFolder: string, records: Iterable<ObjectRecord>): void {
  const named = new Set(Array.from(records, (record) => record.data));
  for (const file of readdirSync(dataFolder)) {
    if (!named.has(file)) rmSync(join(dataFolder, file), { force: true });
  }
}
