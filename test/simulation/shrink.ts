import { type History, type HistoryOptions, runHistory } from "./history.ts";
import { kindOf } from "./kind-of-violation.ts";

/** A history may be run again so often to find out what it does not need: about two seconds. */
const RERUNS_MAX = 600;

export interface Shrunk {
  whole: History;
  minimal: History;
  reruns: number;
  /** Nothing more can be left out of it without the violation going. */
  isMinimal: boolean;
}

/**
 * Leaves out of a failing history what it can do without: halves of what came to pass in it, then quarters, at last one
 * after the other, for as long as the first violation stays one of the same kind. Nothing that is left out shifts the
 * chance of the rest (Choices).
 */
export async function shrink(
  seed: number,
  options: HistoryOptions,
  rerunsMax: number = RERUNS_MAX,
): Promise<Shrunk> {
  const whole = await runHistory(seed, { ...options, traced: true });
  const kind = kindOf(whole.violations[0] ?? "");
  let minimal = whole;
  let reruns = 0;
  for (let size = Math.ceil(whole.made.length / 2); size > 0 && reruns < rerunsMax; ) {
    let isFewer = false;
    for (let at = 0; at < minimal.made.length && reruns < rerunsMax; reruns++) {
      const only = minimal.made.filter((_, place) => place < at || place >= at + size);
      const rerun = await runHistory(seed, { ...options, only, traced: true });
      const isSame = rerun.violations.some((violation) => kindOf(violation) === kind);
      if (isSame) minimal = rerun;
      else at += size;
      isFewer ||= isSame;
    }
    if (size === 1 && !isFewer) return { whole, minimal, reruns, isMinimal: reruns < rerunsMax };
    size = Math.ceil(size / (size === 1 ? 1 : 2));
  }
  return { whole, minimal, reruns, isMinimal: minimal.made.length === 0 };
}
