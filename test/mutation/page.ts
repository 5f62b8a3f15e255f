import type { FolderScore, Kept } from "./kept.ts";
import type { Mistake } from "./mistake.ts";

/** docs/mutation.md: the mistakes and which test kills each, and what a tool's mutants come to, folder by folder. */
export function mutationPage(groups: Map<string, Mistake[]>, { killers, folders }: Kept): string {
  const sections = [...groups].map(([group, mistakes]) => {
    const rows = mistakes.map(({ name, file }) => {
      const killer = killers[name];
      const seen = killer ? `${cell(killer.test)} (\`${killer.file}\`)` : "not tried yet";
      return `| ${cell(name)} | \`${file}\` | ${seen} |`;
    });
    const title = `${group[0]?.toUpperCase()}${group.slice(1)}`;
    return `### ${title}\n\n| mistake | in | killed by |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `${HEAD}\n${sections.join("\n")}\n${scores(folders)}`;
}

const HEAD = `# What the tests do not let pass

<!-- Written by npm run mutate. -->

## Mistakes

Each of these could be made in the order of the steps, the conditions and the comparisons of the key logic, and would
compile. \`npm run mutate\` makes one after the other in a copy of the tree, and a test has to fail for each: the first
that did is named. \`npm run mutate -- --list\` lists them, \`--only PART\` tries those whose names hold PART. A file that
cannot be loaded counts for nothing.
`;

const SCORES = `## Mutants of a tool

\`npm run mutate -- --score core/key core/sweep\` has [Stryker](https://stryker-mutator.io) (10.1.1, installed into the copy
only) change every operator, condition, literal and block of these folders, one at a time, and runs the tests of \`core/\`
that reach it. *Detected* is the share of mutants that fail a test or never end, of all that were tried; *reached*, of
those that a test reaches. What is made while a module is loaded (schemas, constants) is not tried, and one that ends the
run itself is counted with those. Texts are the words of messages and errors, and names: most of their survivors change
what a person reads, which the tests of core seldom spell out.

Of adoption, connection, drift, journal, key, notice, operator, pipeline, policy, record, service and sweep what
survived was read, one by one, and tests were written. What is left there is, but for texts: a check that only narrows
a type, or guards against a fault of Keyturn's own that no caller can bring about; \`<\` for \`<=\` where both give
the same instant; a default that only the type asks for; a condition that another one of the same write implies; and
one read or write more or less to the same end. A test counts for what it runs itself, not for what its file runs
while the tests are collected. \`--unseen\` tries only what the last run on this machine has not seen killed.
`;

function scores(folders: Record<string, FolderScore>): string {
  const named = Object.entries(folders).sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = [...named, ["**all of these**", sumOf(named.map(([, score]) => score))] as const].map(
    ([folder, score]) =>
      `| ${folder} | ${score.killed} | ${score.timedOut} | ${score.survived} | ${score.survivedTexts} | ${score.notCovered} | ${score.ignored + score.broken} | ${detected(score)} | ${reached(score)} |`,
  );
  const head =
    "| folder | killed | never ended | survived | of these texts | not reached | not tried | detected | reached |";
  return `${SCORES}\n${head}\n|${" --- |".repeat(9)}\n${rows.join("\n")}\n`;
}

const detected = ({ killed, timedOut, survived, notCovered }: FolderScore) =>
  percent(killed + timedOut, killed + timedOut + survived + notCovered);
const reached = ({ killed, timedOut, survived }: FolderScore) =>
  percent(killed + timedOut, killed + timedOut + survived);

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

function sumOf(scores: readonly FolderScore[]): FolderScore {
  const sum = (of: keyof FolderScore) => scores.reduce((total, score) => total + score[of], 0);
  return {
    ...{ killed: sum("killed"), timedOut: sum("timedOut"), survived: sum("survived") },
    ...{ notCovered: sum("notCovered"), ignored: sum("ignored"), broken: sum("broken") },
    survivedTexts: sum("survivedTexts"),
  };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
