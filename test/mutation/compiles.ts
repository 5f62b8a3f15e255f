import { spawnSync } from "node:child_process";
import { type Mistake, withMistake } from "./mistake.ts";
import type { Scratch } from "./scratch.ts";

/**
 * What the compiler says of those mistakes that it would not let pass, by their names. Several are made at once, one in
 * each file. Of a copy that does not compile as it is nothing is said that was said before.
 */
export function compilerSays(scratch: Scratch, mistakes: readonly Mistake[]): Map<string, string> {
  const before = new Set(errorsOf(scratch));
  const said = new Map<string, string>();
  for (const round of inRounds(mistakes)) {
    const texts = round.map(({ file }) => scratch.read(file));
    for (const [place, mistake] of round.entries()) {
      scratch.write(mistake.file, withMistake(texts[place] as string, mistake));
    }
    const errors = errorsOf(scratch).filter((error) => !before.has(error));
    for (const [place, { name, file }] of round.entries()) {
      const error = errors.find((one) => one.startsWith(file));
      if (error) said.set(name, error);
      scratch.write(file, texts[place] as string);
    }
  }
  return said;
}

/** As few rounds as there are mistakes in one file. */
export function inRounds(mistakes: readonly Mistake[]): Mistake[][] {
  const rounds: Mistake[][] = [];
  for (const some of Map.groupBy(mistakes, ({ file }) => file).values()) {
    for (const [place, mistake] of some.entries()) {
      rounds[place] = [...(rounds[place] ?? []), mistake];
    }
  }
  return rounds;
}

function errorsOf({ path }: Scratch): string[] {
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: path, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}
