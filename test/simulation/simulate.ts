import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { table } from "../../bench/table.ts";
import { faultNames } from "./faults.ts";
import type { Report } from "./simulate-part.ts";
import { storyOf } from "./story.ts";

const USAGE = `npm run simulate -- [--histories N] [--from SEED]

Runs histories of concurrent people, sweeps and relays over ports that fail as AWS does, one a seed, on all cores, and
says which faults befell which calls. Ends with 1 and the story of the first history that broke what must always hold.
`;
const PART = fileURLToPath(new URL("simulate-part.ts", import.meta.url));
const PROGRESS_EVERY_MS = 10_000;

const { values } = parseArgs({
  options: {
    histories: { type: "string", default: "2200" },
    from: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
const [histories, from] = [Number(values.histories), Number(values.from)];
if (values.help || !isCount(histories) || !isCount(from)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

let done = 0;
const failed: number[] = [];
const reached = new Set<string>();
const met = new Map<string, number>();
const progress = setInterval(() => console.error(`${done} of ${histories} histories`), PROGRESS_EVERY_MS);
const parts = Math.min(availableParallelism(), histories);
await Promise.all(Array.from({ length: parts }, (_, part) => runPart(from + part)));
clearInterval(progress);

console.log(coverage());
console.log(`${done} histories from seed ${from} on, ${failed.length} of which broke what must always hold.`);
const [first] = failed.sort((one, other) => one - other);
if (first !== undefined) {
  console.log(`Seeds: ${failed.slice(0, 20).join(", ")}`);
  console.log(await storyOf(first));
  process.exitCode = 1;
}

async function runPart(seed: number): Promise<void> {
  const child = fork(PART, [seed, from + histories, parts].map(String));
  child.on("message", (report: Report) => {
    done += report.histories;
    failed.push(...report.failed);
    for (const one of report.reached) reached.add(one);
    for (const [what, times] of report.met) met.set(what, (met.get(what) ?? 0) + times);
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`a process that ran histories ended with ${code}`);
}

/** How often each fault befell each call; and what was asked for and told. */
function coverage(): string {
  const calls = [...new Set([...met.keys()].map((what) => what.split(" ~ ")[0] ?? ""))].sort();
  const counts = calls.map((call) => faultNames.map((fault) => met.get(`${call} ~ ${fault}`) ?? 0));
  const rows = counts.map((some, n) => [calls[n] ?? "", ...[...some, sum(some)].map(String)]);
  const never = counts.flat().filter((count) => count === 0).length;
  return [
    ...table([["", ...faultNames, "in all"], ...rows]),
    "",
    `${calls.length} calls × ${faultNames.length} faults, ${never} of which did not happen.`,
    `Answered and told: ${[...reached].sort().join(", ")}`,
  ].join("\n");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
