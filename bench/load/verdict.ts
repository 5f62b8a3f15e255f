import { median } from "../rounds.ts";
import type { LoadFigures } from "./measure.ts";
import type { Sample } from "./probe.ts";

/** Memory is flat when the last third of a run has no more of it than this many times what the middle third had. */
export const GROWTH_MAX = 1.15;
/** Fewer samples than this in a third say nothing: in less than two minutes the middle third is warming up, too. */
const SAMPLES_MIN = 8;

export interface Growth {
  middleBytes: number;
  lastBytes: number;
  ratio: number;
}

/** The medians of the middle and the last third; `undefined` where there are too few. The first third warms up. */
export function growthOf(samples: readonly Sample[], of: "rssBytes" | "heapBytes"): Growth | undefined {
  const third = Math.floor(samples.length / 3);
  if (third < SAMPLES_MIN) return undefined;
  const values = samples.map((sample) => sample[of]);
  const middleBytes = median(values.slice(third, 2 * third));
  const lastBytes = median(values.slice(2 * third));
  return { middleBytes, lastBytes, ratio: lastBytes / middleBytes };
}

/** What a run must not have; a sentence each. */
export function faultsOfLoad(figures: LoadFigures): string[] {
  const faults: string[] = [];
  for (const [name, growth] of Object.entries({ heap: figures.heap, "resident memory": figures.rss })) {
    if (growth && growth.ratio > GROWTH_MAX) {
      faults.push(`${name} grew to ${growth.ratio.toFixed(2)} times the middle third's in the last third`);
    }
  }
  for (const [what, times] of Object.entries(figures.failures)) {
    if (!what.endsWith(": 503")) faults.push(`${what} was answered ${times} times`);
  }
  if (figures.wrong) faults.push(`not as it was acknowledged: ${figures.wrong}`);
  return faults;
}
