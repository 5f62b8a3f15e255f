import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import { graphOf } from "./mutants/apply.ts";
import type { Invariant, Mutant } from "./mutants/mutant.ts";
import { rounds } from "./mutants/rounds.ts";

/** Tries each fault in a copy of its own, which takes minutes. Otherwise several are tried at once. */
const alone = process.env.KEYTURN_MUTANTS === "alone";

const concerns = globSync("*.ts", { cwd: `${import.meta.dirname}/invariants` });
const invariants = await everythingIn<Invariant>("invariants");
const mutants = (await everythingIn<Mutant[]>("mutants")).flat();

/** What the files of a folder export, one file for each concern. */
async function everythingIn<Export>(folder: string): Promise<Export[]> {
  const paths = concerns.map((file) => pathToFileURL(join(import.meta.dirname, folder, file)).href);
  const files = await Promise.all(paths.map((path) => import(path)));
  return files.flatMap((file: Record<string, Export>) => Object.values(file));
}

test("each invariant has a fault that it must see", () => {
  const tried = new Set(mutants.map(({ breaks }) => breaks));
  expect(invariants.filter((invariant) => !tried.has(invariant)).map(({ name }) => name)).toEqual([]);
});

describe.each(alone ? mutants.map((mutant) => [mutant]) : rounds(mutants))(
  "in one copy of the stacks",
  (...round) => {
    const [{ stage, set, bundle } = {}] = round;
    let sound: Graph;
    let faulty: Graph;
    beforeAll(async () => {
      sound = await deployed({ ...(stage && { stage }), ...(set && { set }), ...(bundle && { bundle }) });
      faulty = await graphOf(round);
    });

    test.each(round)("$name", async (mutant) => {
      const { breaks, says } = mutant;
      const sees = (graph: Graph) => breaks(graph).some((violation) => violation.includes(says));
      expect(breaks(sound)).toEqual([]);
      // Another fault of the copy can hide it: then it is tried in one of its own.
      const judged = sees(faulty) ? faulty : await graphOf([mutant]);
      expect(breaks(judged)).toContainEqual(expect.stringContaining(says));
    });
  },
);
