/** What is wrong with the disk, by the codes of the system and, where LevelDB tells of it, by its words. */
const FAULTS: readonly (readonly [code: string, words: string, is: string])[] = [
  ["ENOSPC", "No space left on device", "is full"],
  ["EDQUOT", "Disk quota exceeded", "is full as far as this user's quota goes"],
  ["EROFS", "Read-only file system", "is read-only"],
  ["EIO", "Input/output error", "does not answer"],
];
const EVERY_MS = 10_000;

/** A sentence without an end, where an error came of the disk: `The disk of the data folder is full (ENOSPC)`. */
export function diskFaultOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, message } = at as NodeJS.ErrnoException;
    const fault = FAULTS.find((one) => one[0] === code || message.includes(one[1]));
    if (fault) return `The disk of the data folder ${fault[2]} (${fault[0]})`;
  }
  return undefined;
}

/** The same, where LevelDB found that a file of its own is cut off or changed. */
export function damageOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const [found] = /(Corruption|IO error): [^\n]*/.exec(at.message) ?? [];
    if (found) {
      return `The table in the data folder is damaged (${found}). Put back a copy of it, or begin with another`;
    }
  }
  return undefined;
}

let saidAt = Number.NEGATIVE_INFINITY;

/**
 * Says on the error output what an error says of the disk or of the table on it, if it does, and then not again for ten
 * seconds: every request may meet it.
 */
export function tellOfDisk(error: unknown): void {
  const fault = diskFaultOf(error);
  const said = fault
    ? `${fault}: what has to be written is refused. Nothing that was acknowledged is lost; it goes on once the disk takes it.`
    : damageOf(error);
  if (said === undefined || performance.now() < saidAt + EVERY_MS) return;
  saidAt = performance.now();
  console.error(said);
}
