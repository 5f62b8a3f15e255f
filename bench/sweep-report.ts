import type { Flagging } from "./flagging.ts";
import type { SweepMemory } from "./sweep-memory.ts";
import { type Sweep, worstDeviation } from "./sweeps.ts";
import { table } from "./table.ts";

export interface Sweeping {
  sweeps: Sweep[];
  flagging: Flagging;
  memory: [few: SweepMemory, many: SweepMemory];
}

const DEVIATION_MAX = 0.05;
const FLAGGING_MIN = 0.7;
const MEMORY_RATIO_MAX = 1.2;

/** For a terminal. */
export function readableSweeping({ sweeps, flagging, memory }: Sweeping): string {
  const head = ["connections", "IAM", "queries", "looked at", "read", "writes", "calls", "s", "to fill, s"];
  const rows = sweeps.map((sweep) => [
    sweep.connections.toLocaleString("en"),
    ...[sweep.iamCalls, sweep.queries, sweep.itemsScanned, sweep.itemsRead, sweep.dynamoWrites].map(String),
    String(Object.values(sweep.calls).reduce((sum, calls) => sum + calls, 0)),
    ...[sweep.seconds, sweep.fillSeconds].map((seconds) => seconds.toFixed(1)),
  ]);
  const { ratio, rounds, keysPerSecond, updatesPerSecond } = flagging;
  const [few, many] = memory;
  return [
    `What it asks of AWS to flag the same ${sweeps[0]?.due} keys, among ever more that are not due (of each thousand`,
    "connections one org has 500, five have 50 each, and 25 have 10 each)",
    "",
    ...table([head, ...rows]),
    "",
    `No figure differs by more than ${(worstDeviation(sweeps) * 100).toFixed(1)} %.`,
    "",
    `${keysPerSecond.toFixed(0)} keys are flagged a second, three writes each, where the same table takes ${updatesPerSecond.toFixed(0)} plain`,
    `conditional updates: ${ratio.median.toFixed(2)} of its writes (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in ${rounds} rounds by turns, eight at a time).`,
    "",
    `A shard's sweep has ${few.peakMb.toFixed(1)} MB of its heap in use at most with ${few.due} keys due (${few.pages} pages), and ${many.peakMb.toFixed(1)} MB`,
    `with ${many.due.toLocaleString("en")} (${many.pages} pages): ${memoryRatio(memory).toFixed(2)} times as much.`,
  ].join("\n");
}

/** What is not as promised, in words. */
export function faultsOfSweeping({ sweeps, flagging, memory }: Sweeping): string[] {
  const faults = {
    "the sweep costs more with more connections that are not due": worstDeviation(sweeps) > DEVIATION_MAX,
    "IAM was asked about age": sweeps.some(({ iamCalls }) => iamCalls > 0),
    "keys are flagged too slowly": flagging.ratio.median < FLAGGING_MIN,
    "the sweep's memory grows with what is due": memoryRatio(memory) > MEMORY_RATIO_MAX,
  };
  return Object.entries(faults).flatMap(([fault, isSo]) => (isSo ? [fault] : []));
}

function memoryRatio([few, many]: Sweeping["memory"]): number {
  return many.peakMb / few.peakMb;
}
