import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Coverage } from "./coverage.ts";
import { runHistory } from "./history.ts";
import { sabotages } from "./sabotages.ts";
import type { Report } from "./simulate-part.ts";
import { parseOptions, type SimulationOptions } from "./simulation-options.ts";
import { storyOf } from "./story.ts";

const USAGE = `npm run simulate -- [--histories N] [--from SEED] [--steps] [--sabotage RULE]
npm run simulate -- --from SEED --histories 1 --only WHAT,WHAT

Runs histories of concurrent people of several orgs, sweeps, relays and streams over ports that fail as AWS does, one a
seed, on all cores, and says which faults befell which calls (--steps: at each step of each operation). Ends with 1 and
the minimal story of the first history that broke what must always hold; its last line but the story itself runs that
again, and tells it whole. RULE is broken on purpose, to see that it is noticed. One of:
${Object.keys(sabotages)
  .map((rule) => `  ${rule}`)
  .join("\n")}
`;
const PART = fileURLToPath(new URL("simulate-part.ts", import.meta.url));
const PROGRESS_EVERY_MS = 10_000;

const options = parseOptions(process.argv.slice(2));
const isKnown = options?.sabotage === undefined || options.sabotage in sabotages;
if (!options || !isKnown) {
  console.log(USAGE);
  process.exitCode = process.argv.includes("--help") ? 0 : 2;
} else if (options.only) await tell(options);
else await runAll(options);

/** One history, and everything in it. */
async function tell({ from, only, sabotage = "" }: SimulationOptions): Promise<void> {
  const { violations, lines } = await runHistory(from, { only, sabotage: sabotages[sabotage], traced: true });
  console.log(lines.join("\n"));
  console.log(
    `The history of seed ${from} broke ${violations.length || "nothing"} of what must always hold:`,
  );
  for (const text of violations) console.log(`  * ${text}`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

async function runAll({ histories, from, steps, sabotage }: SimulationOptions): Promise<void> {
  const coverage = new Coverage();
  const failed: number[] = [];
  const progress = setInterval(
    () => console.error(`${coverage.histories} of ${histories} histories, ${failed.length} failed`),
    PROGRESS_EVERY_MS,
  );
  const parts = Math.min(availableParallelism(), histories);
  const began = Date.now();
  await Promise.all(Array.from({ length: parts }, (_, part) => runPart(part)));
  clearInterval(progress);
  const seconds = (Date.now() - began) / 1_000;
  console.log(steps ? coverage.byStep() : coverage.byCall());
  console.log(`\n${coverage.summary()}`);
  console.log(`Answered and told: ${[...coverage.reached].sort().join(", ")}`);
  console.log(
    `${coverage.histories} histories from seed ${from} on in ${seconds.toFixed(0)} s, ${failed.length} of which broke what must always hold.`,
  );
  const [first] = failed.sort((one, other) => one - other);
  if (first === undefined) return;
  console.log(`Seeds: ${failed.slice(0, 20).join(", ")}`);
  console.log(await storyOf(first, sabotage));
  process.exitCode = 1;

  async function runPart(part: number): Promise<void> {
    const child = fork(PART, [from + part, from + histories, parts, sabotage ?? ""].map(String));
    child.on("message", (report: Report) => {
      coverage.add(report);
      failed.push(...report.failed);
      for (const seed of report.failed)
        console.error(`the history of seed ${seed} failed; its story comes at the end`);
    });
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`a process that ran histories ended with ${code}`);
  }
}
