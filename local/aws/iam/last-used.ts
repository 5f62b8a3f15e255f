import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { replaceFile } from "../disk.ts";

const LastUse = z.strictObject({
  accessKeyId: z.string(),
  at: z.number(),
  service: z.string(),
  region: z.string(),
});
export type LastUse = z.infer<typeof LastUse>;

const FLUSH_MS = 500;
const LINES_MAX = 20_000;

/** When each key was last used: in memory at once, appended to one file within half a second and at close. */
export function openLastUsed(path: string, exists: (accessKeyId: string) => boolean) {
  const uses = new Map<string, LastUse>();
  const unsaved = new Set<string>();
  let lines = 0;
  let hasHalf = false;
  let timer: NodeJS.Timeout | undefined;

  for (const use of readLines(path)) if (exists(use.accessKeyId)) uses.set(use.accessKeyId, use);
  compact();

  function compact(): void {
    replaceFile(path, [...uses.values()].map((use) => `${JSON.stringify(use)}\n`).join(""));
    hasHalf = false;
    lines = uses.size;
    unsaved.clear();
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (lines > LINES_MAX + 2 * uses.size) {
      compact();
      return;
    }
    const batch = [...unsaved].flatMap((id) => uses.get(id) ?? []);
    unsaved.clear();
    if (batch.length === 0) return;
    try {
      // What a full disk took of the last batch has no end of its own.
      const text = batch.map((use) => `${JSON.stringify(use)}\n`).join("");
      appendFileSync(path, hasHalf ? `\n${text}` : text, { mode: 0o600 });
      hasHalf = false;
    } catch (error) {
      hasHalf = true;
      for (const { accessKeyId } of batch) unsaved.add(accessKeyId);
      throw error;
    }
    lines += batch.length;
  }

  function flushQuietly(): void {
    try {
      flush();
    } catch {
      // Nothing a request could be answered with: the next use, or close, tries again.
    }
  }

  return {
    get: (accessKeyId: string): LastUse | undefined => uses.get(accessKeyId),
    record(use: LastUse): void {
      uses.set(use.accessKeyId, use);
      unsaved.add(use.accessKeyId);
      timer ??= setTimeout(flushQuietly, FLUSH_MS).unref();
    },
    forget(accessKeyId: string): void {
      uses.delete(accessKeyId);
      unsaved.delete(accessKeyId);
    },
    flush,
  };
}

/** A last line that a killed process left half-written is dropped. */
function readLines(path: string): LastUse[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [LastUse.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    });
}
