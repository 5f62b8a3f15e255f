import { DAY_MS, earliest, type Instant, msBetween, plus } from "../clock.ts";
import { shardOf } from "../ids.ts";
import { type AgingKey, latestTelling, nextTelling, rotationDueAt, tellingAt } from "./rotation.ts";
import type { Rotation } from "./rotation-rules.ts";

const PLACES = 1_000_000;

/**
 * When a key that was adopted is told of for the first time, if its age was to be told of the moment it was adopted:
 * thousands of such keys have places of their own in the policy's adoption window, by a hash of their ids, so that
 * nobody is mailed a thousand times in a minute. A key that is not due yet is told of before the next day that is to be
 * told of comes. Undefined for any other key: its day comes when it comes.
 */
export function firstToldAt(key: AgingKey, rotation: Rotation): Instant | undefined {
  const { adoptedAt, accessKeyId } = key;
  if (adoptedAt === undefined) return undefined;
  const dueAt = rotationDueAt(key.createdAt, rotation);
  const reached = latestTelling(rotation, dueAt, adoptedAt);
  if (reached === undefined) return undefined;
  const windowEnds = plus(adoptedAt, rotation.adoptionWindowDays * DAY_MS);
  const next = reached > 0 ? tellingAt(dueAt, nextTelling(rotation, reached)) : undefined;
  const ends = earliest(windowEnds, next) ?? windowEnds;
  const place = shardOf(accessKeyId, PLACES) / PLACES;
  return plus(adoptedAt, Math.floor(place * msBetween(adoptedAt, ends)));
}

/**
 * The day from which it is counted when a key is told of: when it is due. One that was overdue when it was adopted is
 * told of as if it had become due on its day of the window, so that what is said again is spread as well.
 */
export function toldAsDueAt(key: AgingKey, rotation: Rotation): Instant {
  const dueAt = rotationDueAt(key.createdAt, rotation);
  const wasOverdue = key.adoptedAt !== undefined && dueAt <= key.adoptedAt;
  return wasOverdue ? (firstToldAt(key, rotation) ?? dueAt) : dueAt;
}
