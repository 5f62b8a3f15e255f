import { measureColdStarts } from "./cold-start/measure.ts";
import { readableColdStarts } from "./cold-start/report.ts";
import { measureConsole } from "./console.ts";
import { faultsOfConsole, readableConsole } from "./console-report.ts";
import { measureFlagging } from "./flagging.ts";
import { measureLoad } from "./load/measure.ts";
import { readableLoad } from "./load/report.ts";
import { faultsOfLoad } from "./load/verdict.ts";
import { measureOperations } from "./operations.ts";
import { readableOperations } from "./operations-report.ts";
import { measureS3 } from "./s3.ts";
import { readableS3 } from "./s3-report.ts";
import { measureSweepMemory } from "./sweep-memory.ts";
import { faultsOfSweeping, readableSweeping, type Sweeping } from "./sweep-report.ts";
import { measureSweeps } from "./sweeps.ts";

interface BenchOptions {
  /** Among how many connections the ones of an org are listed. */
  records: number;
  /** A further size for the sweeps; 0 for none. */
  connections: number;
  /** Of the object that the memory of the laptop's S3 is measured with; 0 for none. */
  largeBytes: number;
}

/** What the bench measures: each in a process of its own, as handlers read their environment once. */
export interface Part<Figures> {
  title: string;
  measure(options: BenchOptions): Promise<Figures>;
  /** Markdown. */
  readable(figures: Figures): string;
  /** What is not as promised, in words. */
  faults?(figures: Figures): string[];
}

export const parts = {
  operations: part({
    title: "What operations ask of AWS, and what the handler adds",
    measure: ({ records }) => measureOperations(records),
    readable: readableOperations,
  }),
  "cold-starts": part({
    title: "Size and cold start of each Lambda",
    measure: measureColdStarts,
    readable: readableColdStarts,
  }),
  sweeps: part({
    title: "What a sweep costs",
    measure: measureSweeping,
    readable: readableSweeping,
    faults: faultsOfSweeping,
  }),
  console: part({
    title: "The weight of the console",
    measure: measureConsole,
    readable: readableConsole,
    faults: faultsOfConsole,
  }),
  s3: part({
    title: "The laptop's S3",
    measure: ({ largeBytes }) => measureS3(largeBytes),
    readable: readableS3,
  }),
  load: part({
    title: "Mixed traffic at saturation, on the laptop cloud",
    measure: () => measureLoad(LOAD),
    readable: readableLoad,
    faults: faultsOfLoad,
  }),
};

/** `npm run load` has other lengths and seeds. */
const LOAD = { minutes: 3, connections: 16, seed: 1, beside: true };

export type PartName = keyof typeof parts;
/** What `measure` of each answers. */
export type AllFigures = { [Name in PartName]: Awaited<ReturnType<(typeof parts)[Name]["measure"]>> };

function part<Figures>(one: Part<Figures>): Part<Figures> {
  return one;
}

async function measureSweeping({ connections }: BenchOptions): Promise<Sweeping> {
  const flagging = await measureFlagging();
  const memory = await measureSweepMemory();
  const sizes = [1_000, 10_000, 100_000, connections].filter((size) => size > 0);
  return { sweeps: await measureSweeps(sizes), flagging, memory };
}
