import type { Clock, Instant } from "../clock.ts";
import { contended } from "../errors.ts";

const AT_ONCE = 25;

/**
 * Does the work for each item, some at once. None begins once `until` has come, and none is under way any more when
 * this ends, however it ends. Throws what the work throws; DomainError `unavailable` when time is up.
 */
export async function inChunks<Item>(
  clock: Clock,
  items: readonly Item[],
  until: Instant,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  await allInChunks(items, AT_ONCE, async (item) => {
    assertInTime(clock, until);
    await work(item);
  });
}

/** The same without a time: the first failure is thrown when all of its chunk are done. */
export async function allInChunks<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    const outcomes = await Promise.allSettled(items.slice(from, from + atOnce).map(work));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  }
}

/** Throws DomainError `unavailable` once `until` has come. */
export function assertInTime(clock: Clock, until: Instant): void {
  if (clock.now() >= until) throw contended();
}
