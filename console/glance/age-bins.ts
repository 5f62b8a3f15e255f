/** Keys of an age of `from` days or more, and of less than `to`; the last bin has all that are older. */
export interface AgeBin {
  from: number;
  to: number;
  count: number;
}

/** So many up to the day on which a key is due, so that this day is always where two bins meet. */
const BINS_TO_DUE = 12;
const BINS_MAX = 24;

/** How many keys are how old. There are always some bins behind the day on which a key is due. */
export function ageBins(agesDays: readonly number[], maxAgeDays: number): AgeBin[] {
  const width = maxAgeDays / BINS_TO_DUE;
  const binOf = (age: number) => Math.min(Math.floor(age / width), BINS_MAX - 1);
  const count = Math.max(BINS_TO_DUE + 3, ...agesDays.map((age) => binOf(age) + 1));
  const bins = Array.from({ length: count }, (_, place) => ({
    from: Math.ceil(place * width),
    to: Math.ceil((place + 1) * width),
    count: 0,
  }));
  for (const age of agesDays) {
    const bin = bins[binOf(age)];
    if (bin) bin.count += 1;
  }
  return bins;
}
