import { DAY_MS, HOUR_MS, type Instant, plus } from "../clock.ts";
import type { KeyUse } from "../key/access-key.ts";
import type { Policy, PolicyInForce } from "./policy.ts";
import { type AgingKey, deactivatesAt } from "./rotation.ts";

/** How long a key that was in use is left alone before it is looked at again. */
const LOOK_AGAIN_MS = DAY_MS;

export interface Retirement {
  retireAt: Instant;
  hardStopAt: Instant;
}

/** Until when the key before a staged reset, or one that is restored, lives on; never longer than a key may live. */
export function retirementFrom(
  now: Instant,
  key: AgingKey,
  inForce: PolicyInForce,
  graceHours: number = inForce.policy.reset.graceHoursDefault,
): Retirement {
  const { reset } = inForce.policy;
  const granted = {
    retireAt: plus(now, graceHours * HOUR_MS),
    hardStopAt: plus(now, reset.hardStopDays * DAY_MS),
  };
  return withinLifetime(granted, deactivatesAt(key, inForce));
}

/** What a policy that has been changed since leaves of it. */
export function withinLifetime(granted: Retirement, endsAt: Instant | undefined): Retirement {
  const hardStopAt = endsAt && endsAt < granted.hardStopAt ? endsAt : granted.hardStopAt;
  return { hardStopAt, retireAt: granted.retireAt < hardStopAt ? granted.retireAt : hardStopAt };
}

/** When a key that is in use is looked at again. */
export function lookAgainAt(now: Instant, hardStopAt: Instant): Instant {
  const later = plus(now, LOOK_AGAIN_MS);
  return later < hardStopAt ? later : hardStopAt;
}

/** Whether nobody has used the key lately. */
export function isQuiet(use: KeyUse | null, { reset }: Policy, now: Instant): boolean {
  return use === null || use.at < plus(now, -reset.quietHours * HOUR_MS);
}

export function undoUntil(now: Instant, { reset }: Policy): Instant {
  return plus(now, reset.undoHours * HOUR_MS);
}
