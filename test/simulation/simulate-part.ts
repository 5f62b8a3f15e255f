import { Coverage, type Found } from "./coverage.ts";
import { runHistory } from "./history.ts";
import { sabotages } from "./sabotages.ts";

// Every so manyth history from a seed on, in a process of its own. Says what came of them, a few at a time.

/** Of the histories since the last report. */
export interface Report extends Found {
  failed: number[];
}

const HISTORIES_A_REPORT = 200;
const [seeds, sabotage = ""] = [process.argv.slice(2, 5).map(Number), process.argv[5]];
const [from = 0, until = 0, step = 1] = seeds;
let coverage = new Coverage();
let failed: number[] = [];
for (let seed = from; seed < until; seed += step) {
  const history = await runHistory(seed, { sabotage: sabotages[sabotage] });
  if (history.violations.length > 0) failed.push(seed);
  coverage.add(history);
  if (coverage.histories === HISTORIES_A_REPORT) send();
}
send();
process.disconnect?.();

function send(): void {
  process.send?.({ ...coverage.found(), failed } satisfies Report);
  coverage = new Coverage();
  failed = [];
}
