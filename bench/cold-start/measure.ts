import { installPlatform } from "../../test/infra/install-platform.ts";
import { lambdaEntries } from "../../test/support/bundled-clients.ts";
import { median, type Ratio, ratioOf } from "../rounds.ts";
import { openBenchCloud } from "./bench-cloud.ts";
import type { ColdStart } from "./cold-process.ts";
import { makePair, type Pair, root } from "./pair.ts";

/** A Lambda's bundle and first event beside those of a bare one. Times and memory are medians of the rounds. */
export interface Started {
  /** The Lambda's entry point, relative to functions/. */
  name: string;
  clients: string[];
  /** The AWS calls of the event, in their order and by what is asked at the same time; the bare one makes the same. */
  calls: string[][];
  full: Measured;
  bare: Measured;
  /** Of the times, full to bare. */
  ratio: Ratio;
  cpuRatio: Ratio;
  rounds: number;
}

type Measured = ColdStart & { bytes: number };

const ROUNDS = 11;

/** Starts every Lambda and its bare twin by turns, each time in a process of its own, against the laptop's AWS. */
export async function measureColdStarts(): Promise<Started[]> {
  await installPlatform(root);
  const cloud = await openBenchCloud();
  try {
    const pairs: [string, Pair][] = [];
    for (const entry of lambdaEntries(root)) pairs.push([entry, await makePair(cloud, entry)]);
    const rounds = new Map(pairs.map(([entry]) => [entry, [] as Round[]]));
    for (let n = 0; n < ROUNDS; n++) {
      for (const [entry, pair] of pairs) rounds.get(entry)?.push(await round(pair, n % 2 === 0));
    }
    return pairs.map(([entry, pair]) => summary(entry, pair, rounds.get(entry) ?? []));
  } finally {
    await cloud.close();
  }
}

type Round = Record<"full" | "bare", ColdStart>;

async function round({ full, bare }: Pair, fullFirst: boolean): Promise<Round> {
  const ahead = fullFirst ? await full.start() : undefined;
  const bareStart = await bare.start();
  return { full: ahead ?? (await full.start()), bare: bareStart };
}

function summary(entry: string, { clients, calls, full, bare }: Pair, rounds: Round[]): Started {
  const ratioIn = (what: keyof ColdStart) =>
    ratioOf(rounds.map((one) => ({ full: one.full[what], bare: one.bare[what] })));
  return {
    name: entry.replace(/^functions\//, "").replace(/\.ts$/, ""),
    ...{ clients, calls },
    full: { bytes: full.bytes, ...mediansOf(rounds.map((one) => one.full)) },
    bare: { bytes: bare.bytes, ...mediansOf(rounds.map((one) => one.bare)) },
    ratio: ratioIn("ms"),
    cpuRatio: ratioIn("cpuMs"),
    rounds: rounds.length,
  };
}

function mediansOf(starts: ColdStart[]): ColdStart {
  return {
    ms: median(starts.map((one) => one.ms)),
    cpuMs: median(starts.map((one) => one.cpuMs)),
    peakRssMb: median(starts.map((one) => one.peakRssMb)),
  };
}
