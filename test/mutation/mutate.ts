import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../../bench/table.ts";
import { allMistakes } from "./all-mistakes.ts";
import { compilerSays } from "./compiles.ts";
import { assertSound, FURTHER, judge, type Verdict } from "./judge.ts";
import { readKept, writeKept } from "./kept.ts";
import { type Mistake, withMistake } from "./mistake.ts";
import { mutationPage } from "./page.ts";
import { runTests } from "./run-tests.ts";
import { scratchCopy } from "./scratch.ts";
import { prepare, tryMutants } from "./try-mutants.ts";

const USAGE = `npm run mutate -- [--only NAME-PART] [--open] [--near] | --list | --score [--unseen] FOLDER…

Makes each of the mistakes of test/mutation/mistakes/ in a copy of the tree and runs the tests that should see it, then
all of core. With --near it asks neither them nor the compiler. --open tries those that nothing has killed so far. Ends
with 1 if one survives, no longer applies or does not compile.

--score installs Stryker into the copy and tells the mutation score of folders of core, or of files ("core/*.ts"). With
--unseen what the last run has seen killed is not tried again, as long as it and its test are as they were (changes of
what they use go unnoticed).

Both write docs/mutation.md.
`;
const PAGE = join(import.meta.dirname, "../../docs/mutation.md");

const { values, positionals } = parseArgs({
  options: {
    only: { type: "string" },
    near: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    score: { type: "boolean", default: false },
    unseen: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const groups = await allMistakes();
const seen = values.open ? readKept().killers : {};
const chosen = [...groups.values()]
  .flat()
  .filter(({ name }) => name.includes(values.only ?? "") && !seen[name]);
if (values.help || positionals.length > 0 !== values.score) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
if (values.list) console.log(table(chosen.map(({ name, file }) => [name, file])).join("\n"));
else if (values.score) await score(positionals);
else process.exitCode = await tryMistakes(chosen);

async function tryMistakes(mistakes: readonly Mistake[]): Promise<number> {
  if (mistakes.length === 0) throw new Error("no mistake has such a name");
  using scratch = scratchCopy();
  for (const mistake of mistakes) withMistake(scratch.read(mistake.file), mistake);
  const compiler = values.near ? new Map<string, string>() : compilerSays(scratch, mistakes);
  const further = values.near ? [] : FURTHER;
  await assertSound(scratch, mistakes, further);
  console.log(`Without a mistake everything passes. ${mistakes.length} mistakes:`);
  const verdicts = new Map<string, Verdict>();
  let bad = 0;
  for (const mistake of mistakes) {
    const began = performance.now();
    const said = compiler.get(mistake.name);
    const verdict: Verdict = said
      ? { is: "void", why: said }
      : await judge(scratch, mistake, (filters) => runTests(scratch, filters), further);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    console.log(`${mistake.name}\n    ${inWords(verdict)} (${seconds} s)`);
    if (verdict.is === "survived" || verdict.is === "void") bad += 1;
    verdicts.set(mistake.name, verdict);
    keep(verdicts); // a run that is cut short has not been in vain
  }
  console.log(`${mistakes.length - bad} of ${mistakes.length} mistakes are killed.`);
  return bad > 0 ? 1 : 0;
}

/** Of mistakes that are no longer listed nothing is kept. */
function keep(verdicts: Map<string, Verdict>): void {
  const kept = readKept();
  const names = [...groups.values()].flat().map(({ name }) => name);
  const killers = names.flatMap((name) => {
    const verdict = verdicts.get(name);
    const killer =
      verdict?.is === "killed"
        ? verdict.killer
        : verdict?.is === "timed_out"
          ? { file: "any", test: "the tests never end" }
          : !verdict && kept.killers[name];
    return killer ? [[name, killer] as const] : [];
  });
  kept.killers = Object.fromEntries(killers);
  writeKept(kept);
  writeFileSync(PAGE, mutationPage(groups, kept));
}

function inWords(verdict: Verdict): string {
  switch (verdict.is) {
    case "killed":
      return `killed by ${verdict.killer.file}: ${verdict.killer.test}${verdict.near ? "" : " (NOT BY THE NEAR TESTS)"}`;
    case "timed_out":
      return "TIMED OUT: the tests never ended";
    case "survived":
      return "SURVIVED";
    case "void":
      return `SHOWS NOTHING: ${verdict.why}`;
  }
}

async function score(folders: readonly string[]): Promise<void> {
  using scratch = scratchCopy();
  prepare(scratch);
  for (const folder of folders) {
    const { score, survivors } = await tryMutants(scratch, folder, values.unseen);
    const kept = readKept(); // each folder by itself: a run that is cut short has not been in vain
    kept.folders[folder] = score;
    writeKept(kept);
    writeFileSync(PAGE, mutationPage(groups, kept));
    for (const one of survivors)
      console.log(`${one.status} ${one.at} ${one.mutator}: ${one.was} → ${one.is}`);
    console.log(folder, score);
  }
}
