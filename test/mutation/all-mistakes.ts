import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Mistake } from "./mistake.ts";

const folder = join(import.meta.dirname, "mistakes");

/** The mistakes by what they are about, one file of `mistakes/` each. */
export async function allMistakes(): Promise<Map<string, Mistake[]>> {
  const files = globSync("*.ts", { cwd: folder }).sort();
  const groups = files.map(async (file): Promise<[string, Mistake[]]> => {
    const { mistakes } = (await import(pathToFileURL(join(folder, file)).href)) as { mistakes: Mistake[] };
    return [basename(file, ".ts").replaceAll("-", " "), mistakes];
  });
  return new Map(await Promise.all(groups));
}
