import { DAY_MS, type Instant, latest, msBetween, plus } from "../clock.ts";
import type { PolicyInForce } from "./policy.ts";
import type { Rotation } from "./rotation-rules.ts";

// A key's age is told of at certain days before it is due for a reset: those of the reminders, 0, and then the
// negative multiples of `overdueEveryDays`. Fewer days are later, and more urgent.

export function rotationDueAt(keyCreatedAt: Instant, { maxAgeDays }: Rotation): Instant {
  return plus(keyCreatedAt, maxAgeDays * DAY_MS);
}

/** Stricter rules stop no key on the day they are made: whoever depends on one is told first. */
const AFTER_CHANGE_MS = DAY_MS;

/** What there is to know of a key's age. */
export interface AgingKey {
  accessKeyId: string;
  createdAt: Instant;
  adoptedAt?: Instant | undefined;
}

/** When a key that is not reset stops working; undefined: never by itself. */
export function deactivatesAt(
  key: AgingKey,
  { policy: { rotation }, rotationSince }: PolicyInForce,
): Instant | undefined {
  const { enforcement, deactivateAfterDays } = rotation;
  if (enforcement !== "deactivate" || deactivateAfterDays === undefined) return undefined;
  const byAge = plus(rotationDueAt(key.createdAt, rotation), deactivateAfterDays * DAY_MS);
  const at = key.adoptedAt ? latest(byAge, plus(key.adoptedAt, graceOfAdoption(rotation))) : byAge;
  return rotationSince ? latest(at, plus(rotationSince, AFTER_CHANGE_MS)) : at;
}

/**
 * For how long no key is deactivated that was adopted: until the last of them has been told of (first-told.ts), and then
 * for as long as the policy gives a key that has become due, a day at the least.
 */
function graceOfAdoption({ adoptionWindowDays, deactivateAfterDays = 0 }: Rotation): number {
  return (adoptionWindowDays + Math.max(1, deactivateAfterDays)) * DAY_MS;
}

/** The instant of so many days before the key is due. */
export function tellingAt(dueAt: Instant, daysBefore: number): Instant {
  return plus(dueAt, -daysBefore * DAY_MS);
}

/** The last day to tell of that has been reached; undefined before the first. */
export function latestTelling(rotation: Rotation, dueAt: Instant, now: Instant): number | undefined {
  const daysLeft = msBetween(now, dueAt) / DAY_MS;
  if (daysLeft <= 0)
    return noMinusZero(-Math.floor(-daysLeft / rotation.overdueEveryDays) * rotation.overdueEveryDays);
  return rotation.remindBeforeDays.filter((before) => before >= daysLeft).at(-1);
}

/** The day to tell of that follows the last one that was told of. */
export function nextTelling(rotation: Rotation, told: number | undefined): number {
  const { remindBeforeDays, overdueEveryDays } = rotation;
  if (told !== undefined && told <= 0) {
    return noMinusZero(-(Math.floor(-told / overdueEveryDays) + 1) * overdueEveryDays);
  }
  return remindBeforeDays.find((before) => told === undefined || before < told) ?? 0;
}

/** Whole days since the key was created; 0 for a clock that ran backwards. */
export function keyAgeDays(keyCreatedAt: Instant, now: Instant): number {
  return Math.max(0, Math.floor(msBetween(keyCreatedAt, now) / DAY_MS));
}

function noMinusZero(days: number): number {
  return days === 0 ? 0 : days;
}
