import { earliest, type Instant, latest, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { firstToldAt, toldAsDueAt } from "../policy/first-told.ts";
import type { Policy, PolicyInForce } from "../policy/policy.ts";
import { withinLifetime } from "../policy/retirement.ts";
import { deactivatesAt, latestTelling, nextTelling, rotationDueAt, tellingAt } from "../policy/rotation.ts";
import type { CurrentKey, RetiringKey } from "./access-key.ts";
import type { KeyState } from "./key-state.ts";
import { auditDueAt } from "./window.ts";

const DOOMED_AGAIN_MS = MINUTE_MS;

/** The keys with what the policy has to say of them, and when the record needs attention next. */
export type PlannedKeys = Pick<Connection, "current" | "retiring" | "nextActionAt" | "policyVersion">;

/**
 * Plans a connection's keys by a policy: when the current key is due, until when the old one lives on, and when
 * somebody has to look. Nothing is told here: what is due already is due at once.
 */
export function planKeys(
  { current, retiring, windows }: KeyState,
  inForce: PolicyInForce,
  now: Instant,
): PlannedKeys {
  const planned = {
    current: current && planCurrent(current, inForce.policy, now),
    retiring: retiring && planRetiring(retiring, inForce),
  };
  return {
    ...planned,
    policyVersion: inForce.policyVersion,
    nextActionAt: earliest(
      planned.current && currentActionAt(planned.current, inForce),
      planned.retiring && retiringActionAt(planned.retiring, now),
      ...windows.map((window) => auditDueAt(window, now)),
    ),
  };
}

/** A key that is due at another time than before is told of again from the day on that it has reached now. */
function planCurrent(current: CurrentKey, { rotation }: Policy, now: Instant): CurrentKey {
  const dueAt = rotationDueAt(current.createdAt, rotation);
  if (current.rotationDueAt === dueAt) return current;
  const { toldDaysBefore: told, ...key } = current;
  const reached = latestTelling(rotation, toldAsDueAt(current, rotation), now);
  const isTold = told !== undefined && reached !== undefined;
  return { ...key, rotationDueAt: dueAt, ...(isTold && { toldDaysBefore: Math.max(told, reached) }) };
}

/** A key that must not live on as long as was granted is retired earlier. */
function planRetiring(retiring: RetiringKey, inForce: PolicyInForce): RetiringKey {
  if (retiring.state !== "active") return retiring;
  return { ...retiring, ...withinLifetime(retiring, deactivatesAt(retiring, inForce)) };
}

/** A key that does not work is not told of, however old it is. */
function currentActionAt(current: CurrentKey, inForce: PolicyInForce): Instant | undefined {
  if (current.state !== "active") return undefined;
  const { rotation } = inForce.policy;
  const onItsDay = tellingAt(toldAsDueAt(current, rotation), nextTelling(rotation, current.toldDaysBefore));
  return earliest(
    latest(onItsDay, firstToldAt(current, rotation) ?? onItsDay),
    deactivatesAt(current, inForce),
  );
}

function retiringActionAt(retiring: RetiringKey, now: Instant): Instant | undefined {
  if (retiring.state === "doomed") return plus(now, DOOMED_AGAIN_MS);
  return retiring.state === "inactive" ? retiring.deleteAt : retiring.retireAt;
}
