import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Killer } from "./run-tests.ts";

const KEPT = join(import.meta.dirname, "kept.json");

/** Of a folder of core: how many mutants there are, and what became of them. */
export interface FolderScore {
  killed: number;
  timedOut: number;
  survived: number;
  notCovered: number;
  /** Not tried: they are made when the module is loaded. */
  ignored: number;
  /** Not counted: they ended the run itself, and no test. */
  broken: number;
  /** Of those that survived: only a text is another. */
  survivedTexts: number;
}

/** What docs/mutation.md tells of: the last word on each mistake and each folder. */
export interface Kept {
  killers: Record<string, Killer>;
  /** By its path. */
  folders: Record<string, FolderScore>;
}

export function readKept(): Kept {
  return JSON.parse(readFileSync(KEPT, "utf8"));
}

export function writeKept(kept: Kept): void {
  writeFileSync(KEPT, `${JSON.stringify(kept, undefined, 2)}\n`);
}
