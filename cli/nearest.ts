/** What was probably meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((known) => ({
      known,
      away: Math.min(editsBetween(name, known), editsBetween(name, firstOf(known))),
    }))
    .filter(({ known, away }) => away <= Math.max(1, Math.floor(known.length / 3)))
    .sort((one, other) => one.away - other.away);
  return best?.known;
}

/** Of a command of two words, one may be said. */
function firstOf(known: string): string {
  return known.split(" ")[0] ?? known;
}

/** Letters put in, left out, changed, or swapped with the next (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      (rows[row] as number[])[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(one.length, other.length);
}
