import type { StartedProcess } from "../support/started-process.ts";

const MINUTES_A_DAY = 1440;

export function advance({ call }: StartedProcess, minutes: number) {
  return call("POST", "/_local/clock", { body: { advanceDays: minutes / MINUTES_A_DAY } });
}

export function sweep({ call }: StartedProcess) {
  return call("POST", "/_local/sweep");
}

/**
 * Leases run out after a minute, and a key IAM does not know counts as gone once it is five minutes old; then what
 * IAM may still show is looked for over 15 minutes.
 */
export async function recover(process: StartedProcess): Promise<void> {
  for (const minutes of [6, 6, 16]) {
    await advance(process, minutes);
    const { status } = await sweep(process);
    if (status !== 200) throw new Error(`a sweep was answered ${status}`);
  }
}
