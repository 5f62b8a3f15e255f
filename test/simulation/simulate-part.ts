import { runHistory } from "./history.ts";

// Every so manyth history from a seed on, in a process of its own. Says what came of them, a few at a time.

/** Of the histories since the last report. */
export interface Report {
  histories: number;
  failed: number[];
  reached: string[];
  met: [string, number][];
}

const HISTORIES_A_REPORT = 200;
const [from = 0, until = 0, step = 1] = process.argv.slice(2).map(Number);
let report = begin();
for (let seed = from; seed < until; seed += step) {
  const { violations, reached, met } = await runHistory(seed);
  if (violations.length > 0) report.failed.push(seed);
  report.histories += 1;
  report.reached.push(...reached);
  report.met.push(...met);
  if (report.histories === HISTORIES_A_REPORT) send();
}
send();
process.disconnect?.();

function begin(): Report {
  return { histories: 0, failed: [], reached: [], met: [] };
}

function send(): void {
  const sums = new Map<string, number>();
  for (const [what, times] of report.met) sums.set(what, (sums.get(what) ?? 0) + times);
  process.send?.({ ...report, reached: [...new Set(report.reached)], met: [...sums] } satisfies Report);
  report = begin();
}
