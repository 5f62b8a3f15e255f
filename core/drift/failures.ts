import { failureOf } from "../errors.ts";
import type { Log } from "../ports.ts";

/** How many calls in a row have failed. */
export interface Failures {
  inARow: number;
}

/** So many are no accident of single users: IAM does not answer, or a right is missing. */
const IN_A_ROW_MAX = 5;

/**
 * One that fails is looked at by the next comparison, and does not keep the others waiting. Throws what it failed with
 * when too many have: the same pass is made again later, and then kept for an operator.
 */
export async function orFailure(
  { log }: { log: Log },
  failures: Failures,
  of: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    failures.inARow = 0;
  } catch (error) {
    const isCall = failureOf(error) !== undefined;
    if (isCall) failures.inARow += 1;
    const { name, message } = error as Error;
    log.warn("what IAM has could not be compared; the next comparison tries again", {
      id: of,
      error: isCall ? message : name,
    });
    if (failures.inARow >= IN_A_ROW_MAX) throw error;
  }
}
