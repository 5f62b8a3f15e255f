import { mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { type FileHandle, rm } from "node:fs/promises";
import { join } from "node:path";
import { openFolder, readJsonFiles, removeFile, replaceFile } from "../disk.ts";
import { openDataFile, writeDataFile } from "./data-file.ts";
import { PartRecord, UploadRecord } from "./upload-record.ts";

export type Uploads = ReturnType<typeof openUploads>;
/** Parts are by their number. */
export interface Upload extends UploadRecord {
  parts: Map<number, PartRecord>;
  /** Under way: whoever completes it once more meanwhile waits for that. */
  completing?: Promise<unknown>;
}

/**
 * A bucket's multipart uploads on disk: `{uploadId}.json` makes one, the folder `{uploadId}` holds its parts. A part's
 * bytes are written first; replacing `{partNumber}.json` makes them the part. `isCompleted` says of an upload that its
 * object is there: the process was killed between making the object and taking the upload away.
 */
export function openUploads(folder: string, isCompleted: (upload: UploadRecord) => boolean) {
  openFolder(folder);
  const uploads = new Map<string, Upload>();
  const recordOf = (uploadId: string) => join(folder, `${uploadId}.json`);
  const partsOf = (uploadId: string) => join(folder, uploadId);
  for (const record of readJsonFiles(folder, (value) => UploadRecord.parse(value))) {
    if (isCompleted(record)) removeFile(recordOf(record.uploadId));
    else uploads.set(record.uploadId, { ...record, parts: loadParts(partsOf(record.uploadId)) });
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !uploads.has(entry.name)) rmSync(partsOf(entry.name), { recursive: true });
  }

  return {
    all: (): Upload[] => [...uploads.values()],
    find(uploadId: string, key: string): Upload | undefined {
      const upload = uploads.get(uploadId);
      return upload?.key === key ? upload : undefined;
    },
    begin(record: UploadRecord): void {
      mkdirSync(partsOf(record.uploadId), { mode: 0o700 });
      try {
        replaceFile(recordOf(record.uploadId), JSON.stringify(UploadRecord.parse(record)));
      } catch (error) {
        rmdirSync(partsOf(record.uploadId));
        throw error;
      }
      uploads.set(record.uploadId, { ...record, parts: new Map() });
    },
    receivePart: <T>({ uploadId }: Upload, fill: (file: FileHandle) => Promise<T>) =>
      writeDataFile(partsOf(uploadId), fill),
    openPart: ({ uploadId }: Upload, part: PartRecord) => openDataFile(partsOf(uploadId), part.data),
    discardPart: ({ uploadId }: Upload, data: string): void => removeFile(join(partsOf(uploadId), data)),
    /** Makes a record the part. Synchronous, so a check made right before it still holds. */
    putPart({ uploadId, parts }: Upload, part: PartRecord): void {
      const path = join(partsOf(uploadId), `${part.partNumber}.json`);
      replaceFile(path, JSON.stringify(PartRecord.parse(part)));
      const before = parts.get(part.partNumber);
      parts.set(part.partNumber, part);
      if (before !== undefined) removeFile(join(partsOf(uploadId), before.data));
    },
    /** It is gone when this returns; the promise is of its parts. What cannot be deleted goes at the next start. */
    async end({ uploadId }: Upload): Promise<void> {
      uploads.delete(uploadId);
      removeFile(recordOf(uploadId));
      await rm(partsOf(uploadId), { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
    },
  };
}

function loadParts(folder: string): Map<number, PartRecord> {
  const records = readJsonFiles(openFolder(folder), (value) => PartRecord.parse(value));
  const named = new Set(records.map((part) => part.data));
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".json") && !named.has(file)) rmSync(join(folder, file), { force: true });
  }
  return new Map(records.map((part) => [part.partNumber, part]));
}
