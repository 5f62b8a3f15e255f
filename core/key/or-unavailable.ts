import type { Clock } from "../clock.ts";
import { failureOf, unavailableUntil } from "../errors.ts";
import { PatchRefused } from "../record/patch.ts";
import type { Held } from "./held.ts";

/** Somebody else wrote, or AWS did not answer: what is under way is left to recovery. Not a bug of ours. */
export function isInterruption(error: unknown): boolean {
  return error instanceof PatchRefused || failureOf(error) !== undefined;
}

/**
 * Works under an operation. An interruption is told as `unavailable` until the operation ends, and nothing is
 * undone: recovery reads off the record what to do.
 */
export async function orUnavailable<Result>(
  clock: Clock,
  held: Held,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isInterruption(error)) throw error;
    throw unavailableUntil(clock.now(), held.operation.expiresAt, error);
  }
}
