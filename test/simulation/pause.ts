import type { Random } from "./random.ts";

/** Milliseconds between so many and so many, at the pace of the history. */
export function pause({ pace }: { pace: number }, random: Random, from: number, to: number): number {
  return random.between(from, to) * pace;
}
