import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TEMPORARY = ".tmp";
let temporaryFiles = 0;

/** Makes the folder (owner only: it holds secrets) and removes temporary files that a killed process left behind. */
export function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (name.endsWith(TEMPORARY)) rmSync(join(folder, name), { force: true });
  }
  return folder;
}

/**
 * Replaces a file as a whole: after a `kill -9` it holds either the old or the new content. It is synchronous on
 * purpose: a change is decided, written and visible within one turn of the event loop, so changes never interleave.
 */
export function replaceFile(path: string, content: string): void {
  temporaryFiles += 1;
  const temporary = `${path}.${process.pid}-${temporaryFiles}${TEMPORARY}`;
  try {
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

/** Every `.json` file of a folder, parsed. A file that does not parse stops the start: it is not ours to drop. */
export function readJsonFiles<T>(folder: string, parse: (value: unknown) => T): T[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readJsonFile(join(folder, name), parse));
}

export function readJsonFile<T>(path: string, parse: (value: unknown) => T): T {
  try {
    return parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // The content may be a secret, so neither it nor the parser's complaint about it is repeated here.
    throw new Error(
      `${path} is cut off or damaged: put back a copy of it, or move it away to go on without what it held`,
    );
  }
}

/** ISO 8601 in UTC with whole seconds, as IAM and STS write instants. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
