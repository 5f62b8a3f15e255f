import { DAY_MS, type Instant, msBetween } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { CurrentKey } from "../key/access-key.ts";
import { type PlannedKeys, planKeys } from "../key/plan-keys.ts";
import { firstToldAt, toldAsDueAt } from "../policy/first-told.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { deactivatesAt, latestTelling } from "../policy/rotation.ts";
import type { Rotation } from "../policy/rotation-rules.ts";
import { rulesFor } from "../policy/rules-for.ts";

/**
 * What is to be done in IAM for a connection: always under an operation, but for looking whether a key is in use, or
 * taken.
 */
type Work =
  /** Delete a doomed key, or one whose time to be restored is over; look into windows. */
  | "tidy"
  /** Retire the old key of a staged reset, in use or not. */
  | "retire"
  /** Retire it unless it is in use. */
  | "retire_if_quiet"
  /** See whether AWS still takes a customer's old key. */
  | "try_old_pair"
  /** Stop the current key: the policy lets none grow older. */
  | "disable";

interface Plan {
  record: PlannedKeys;
  events: EventDraft[];
  work?: Work;
}

/**
 * What a connection that is due needs at this instant: work in IAM, or else the telling of its key's age that
 * applies now, once. Telling waits for a later sweep while there is work: nothing is told that work makes untrue.
 */
export function plan(connection: Connection, given: PolicyInForce, now: Instant): Plan {
  const inForce = rulesFor(connection, given);
  const record = planKeys(connection, inForce, now);
  const work = workFor({ ...connection, ...record }, inForce, now);
  if (work) return { record, events: [], work };
  const { current } = record;
  const told = current && tellingFor(current, inForce.policy.rotation, now);
  if (!current || told === undefined) return { record, events: [] };
  const next = planKeys(
    { ...connection, ...record, current: { ...current, toldDaysBefore: told } },
    inForce,
    now,
  );
  return { record: next, events: [ageEvent(connection, current, told, inForce, now)] };
}

function workFor(connection: Connection, inForce: PolicyInForce, now: Instant): Work | undefined {
  const { current, retiring, windows } = connection;
  const isOver = (at: Instant | undefined) => at !== undefined && at <= now;
  const endsNow =
    retiring?.state === "doomed" || (retiring?.state === "inactive" && isOver(retiring.deleteAt));
  if (windows.length > 0 || endsNow) return "tidy";
  if (retiring?.state === "leaving" && isOver(retiring.retireAt)) return "try_old_pair";
  const isRetiring = retiring?.state === "active";
  if (isRetiring && isOver(retiring.hardStopAt)) return "retire";
  if (current?.state === "active" && isOver(deactivatesAt(current, inForce))) return "disable";
  return isRetiring && isOver(retiring.retireAt) ? "retire_if_quiet" : undefined;
}

/** The day before, or since, the due date that has been reached and not been told of: of several only the last. */
function tellingFor(current: CurrentKey, rotation: Rotation, now: Instant): number | undefined {
  const { state, toldDaysBefore: told } = current;
  if (state !== "active") return undefined;
  const quietUntil = firstToldAt(current, rotation);
  if (quietUntil !== undefined && now < quietUntil) return undefined;
  const reached = latestTelling(rotation, toldAsDueAt(current, rotation), now);
  return reached !== undefined && (told === undefined || reached < told) ? reached : undefined;
}

/** A sweep that comes late says how many days are left by then. */
function ageEvent(
  connection: Connection,
  current: CurrentKey,
  told: number,
  inForce: PolicyInForce,
  now: Instant,
): EventDraft {
  const { accessKeyId, createdAt: keyCreatedAt, rotationDueAt = keyCreatedAt } = current;
  const daysLeft = msBetween(now, rotationDueAt) / DAY_MS;
  const data = {
    ...factsOf(connection),
    ...{ accessKeyId, keyCreatedAt, rotationDueAt },
    deactivatesAt: deactivatesAt(current, inForce) ?? null,
  };
  if (told > 0) return { type: "KeyRotationReminder", data: { ...data, daysUntilDue: Math.ceil(daysLeft) } };
  if (told === 0) return { type: "KeyRotationDue", data };
  return { type: "KeyRotationOverdue", data: { ...data, daysOverdue: Math.floor(-daysLeft) } };
}
