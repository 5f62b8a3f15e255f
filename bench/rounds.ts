/** How two compare when they take turns: the middle of the rounds' ratios, and the two ends. */
export interface Ratio {
  median: number;
  least: number;
  most: number;
}

export function ratioOf(rounds: readonly { full: number; bare: number }[]): Ratio {
  const ratios = rounds.map(({ full, bare }) => full / bare);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
