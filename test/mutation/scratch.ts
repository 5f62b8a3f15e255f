import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A copy of the tree to spoil, outside of the repository. */
export interface Scratch {
  path: string;
  read(file: string): string;
  write(file: string, text: string): void;
  [Symbol.dispose](): void;
}

/**
 * Copies what git tracks, as it is now, and what is new and not ignored. The packages are the repository's own; what is
 * installed into `besides`, the folder the copy lies in, is found from there, too.
 */
export function scratchCopy(): Scratch & { besides: string } {
  const besides = mkdtempSync(join(tmpdir(), "keyturn-mutation-"));
  const path = join(besides, "tree");
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  for (const file of listed.split("\0").filter((one) => one !== "" && existsSync(join(root, one)))) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    cpSync(join(root, file), join(path, file), { verbatimSymlinks: true });
  }
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
  return {
    besides,
    path,
    read: (file) => readFileSync(join(path, file), "utf8"),
    write: (file, text) => writeFileSync(join(path, file), text),
    [Symbol.dispose]: () => rmSync(besides, { recursive: true, force: true }),
  };
}
