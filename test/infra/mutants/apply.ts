import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settings } from "../deployment.ts";
import type { Graph } from "../graph.ts";
import { synth } from "../synth.ts";
import type { Mutant } from "./mutant.ts";

const root = join(import.meta.dirname, "../../..");
/** What a copy of the project shares with it. */
const SHARED = ["console", "core", "functions", "node_modules", "package.json", "tsconfig.json"];

/** The graph of a copy of the project that has these faults. Throws when one cannot be put there. */
export async function graphOf(mutants: Mutant[]): Promise<Graph> {
  const copy = copyOfProject();
  try {
    for (const mutant of mutants) {
      const file = join(copy, mutant.file);
      const { find, replace } = changeOf(mutant);
      placeOf(mutant);
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(find, () => replace),
      );
    }
    const [{ stage, set, bundle } = {}] = mutants;
    return await synth({
      ...{ root: copy, settings: { ...settings, ...set } },
      ...(stage && { stage }),
      ...(bundle && { bundle }),
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Where the fault is in its file, which must have the text once. */
export function placeOf(mutant: Mutant): { from: number; to: number } {
  const text = readFileSync(join(root, mutant.file), "utf8");
  const { find } = changeOf(mutant);
  const times = text.split(find).length - 1;
  if (times !== 1) {
    throw new Error(
      `"${mutant.name}": ${mutant.file} should have this text once and has it ${times} times:\n${find}`,
    );
  }
  const from = text.indexOf(find);
  return { from, to: from + find.length };
}

function changeOf(mutant: Mutant): { find: string; replace: string } {
  return "cut" in mutant ? { find: mutant.cut, replace: "" } : mutant;
}

function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "keyturn-mutant-"));
  for (const part of ["stacks", "sst.config.ts"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  mkdirSync(join(copy, ".sst"));
  for (const part of [...SHARED, ".sst/platform", ".sst/provider-lock.json"]) {
    symlinkSync(join(root, part), join(copy, part));
  }
  return copy;
}
