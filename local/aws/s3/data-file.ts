import { randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { removeFile } from "../disk.ts";

/** Writes a file under a name nobody knows yet by way of `fill`, and takes it away again if that throws. */
export async function writeDataFile<T>(
  folder: string,
  fill: (file: FileHandle) => Promise<T>,
): Promise<{ data: string; filled: T }> {
  const data = randomUUID();
  const path = join(folder, data);
  const file = await open(path, "wx", 0o600);
  try {
    return { data, filled: await fill(file) };
  } catch (error) {
    removeFile(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** `undefined` when it has been taken away since its name was read. */
export async function openDataFile(folder: string, data: string): Promise<FileHandle | undefined> {
  try {
    return await open(join(folder, data), "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
