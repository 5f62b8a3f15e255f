import { DAY_MS, type Instant, msBetween, plus } from "../clock.ts";

/** After how many days a key is due for a reset: what the connector portal asks of its users. */
export const MAX_AGE_DAYS = 180;

export function rotationDueAt(keyCreatedAt: Instant): Instant {
  return plus(keyCreatedAt, MAX_AGE_DAYS * DAY_MS);
}

/** Whole days since the key was created; 0 for a clock that ran backwards. */
export function keyAgeDays(keyCreatedAt: Instant, now: Instant): number {
  return Math.max(0, Math.floor(msBetween(keyCreatedAt, now) / DAY_MS));
}
