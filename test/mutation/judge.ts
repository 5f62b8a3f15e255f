import { type Mistake, withMistake } from "./mistake.ts";
import { type Killer, runTests, type TestRun } from "./run-tests.ts";
import type { Scratch } from "./scratch.ts";

export type Verdict =
  | { is: "killed"; killer: Killer; near: boolean }
  /** The tests never ended. */
  | { is: "timed_out" }
  | { is: "survived" }
  /** Nothing was shown: the mistake does not apply, or is none that runs. */
  | { is: "void"; why: string };

/** The tests that are tried when the near ones have seen nothing: the quick ones first. */
export const FURTHER = [["core/"], ["test/simulation/"]];

/** Whether the tests see the mistake. The copy is afterwards as it was. */
export async function judge(
  scratch: Pick<Scratch, "read" | "write">,
  mistake: Mistake,
  run: (filters: readonly string[]) => Promise<TestRun>,
  further: readonly string[][] = FURTHER,
): Promise<Verdict> {
  const text = scratch.read(mistake.file);
  try {
    scratch.write(mistake.file, withMistake(text, mistake));
  } catch (error) {
    return { is: "void", why: (error as Error).message };
  }
  try {
    return await tried([mistake.killedBy, ...further], run);
  } finally {
    scratch.write(mistake.file, text);
  }
}

async function tried(
  rounds: readonly string[][],
  runTests: (filters: readonly string[]) => Promise<TestRun>,
): Promise<Verdict> {
  for (const filters of rounds) {
    const run = await runTests(filters);
    if (run.is === "failed") return { is: "killed", killer: run.killer, near: filters === rounds[0] };
    if (run.is === "timed_out") return run;
    if (run.is === "broken") return { is: "void", why: run.why };
  }
  return { is: "survived" };
}

/** Throws unless everything passes in the copy as it is, and each of the filters finds a test. */
export async function assertSound(
  scratch: Scratch,
  mistakes: readonly Mistake[],
  further: readonly string[][],
): Promise<void> {
  const near = [...new Set(mistakes.flatMap(({ killedBy }) => killedBy))];
  const run = await runTests(scratch, [...near, ...further.flat()]);
  if (run.is !== "passed") {
    throw new Error(
      `Without any mistake the tests do not pass, so nothing can be shown: ${JSON.stringify(run)}`,
    );
  }
  const idle = near.filter((filter) => !run.files.some((file) => file.includes(filter)));
  if (idle.length > 0) throw new Error(`No test file is called: ${idle.join(", ")}`);
}
