import { type Clock, type Instant, MINUTE_MS, msBetween } from "../clock.ts";
import { CallFailed, failureOf } from "../errors.ts";
import type { AccessKeys, IamUser } from "./access-keys.ts";

/** A key or user that IAM does not know may only be too new to be seen everywhere. */
export const PROPAGATED_AFTER_MS = 5 * MINUTE_MS;
const RETRY_PAUSES_MS = [200, 500, 1_000, 2_000];

interface KnownKey {
  accessKeyId: string;
  createdAt: Instant;
}

interface KeyCallPorts {
  clock: Clock;
  accessKeys: AccessKeys;
}

/** Resolves once IAM has said that the key is gone. Throws CallFailed otherwise. */
export async function deleteKey(
  ports: KeyCallPorts,
  user: IamUser,
  key: KnownKey,
  until: Instant,
): Promise<void> {
  startsInTime(ports.clock, "DeleteAccessKey", until);
  await orGone(ports.clock, key, "DeleteAccessKey", () =>
    ports.accessKeys.delete(user, key.accessKeyId, until),
  );
}

/** Resolves once IAM has said that the key no longer works. Throws CallFailed otherwise. */
export async function deactivateKey(
  ports: KeyCallPorts,
  user: IamUser,
  key: KnownKey,
  until: Instant,
): Promise<void> {
  startsInTime(ports.clock, "UpdateAccessKey", until);
  await orGone(ports.clock, key, "UpdateAccessKey", () =>
    ports.accessKeys.deactivate(user, key.accessKeyId, until),
  );
}

/** Resolves once IAM has said that the key works again. Throws CallFailed; `missing` says that it is gone for good. */
export async function activateKey(
  ports: KeyCallPorts,
  user: IamUser,
  key: KnownKey,
  until: Instant,
): Promise<void> {
  startsInTime(ports.clock, "UpdateAccessKey", until);
  const askedAt = ports.clock.now();
  try {
    await ports.accessKeys.activate(user, key.accessKeyId, until);
  } catch (error) {
    throw failureOf(error) === "missing" && isTooNew(key, askedAt) ? notYetVisible("UpdateAccessKey") : error;
  }
}

/** The same; false when somebody has deleted the key in IAM meanwhile. */
export async function activateOrGone(
  ports: KeyCallPorts,
  user: IamUser,
  key: KnownKey,
  until: Instant,
): Promise<boolean> {
  try {
    await activateKey(ports, user, key, until);
    return true;
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    return false;
  }
}

/** Tries to delete the key until it is gone or time is up. */
export async function deleteKeyPersistently(
  ports: KeyCallPorts,
  user: IamUser,
  key: KnownKey,
  until: Instant,
): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      await deleteKey(ports, user, key, until);
      return true;
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      const pause = RETRY_PAUSES_MS[Math.min(attempt, RETRY_PAUSES_MS.length - 1)] as number;
      if (msBetween(ports.clock.now(), until) <= pause) return false;
      await ports.clock.sleep(pause);
    }
  }
}

/** No call starts after its operation's time: its effect could come when somebody else acts. */
export function startsInTime(clock: Clock, call: string, until: Instant): void {
  if (clock.now() >= until) throw new CallFailed(call, "unknown", "OutOfTime");
}

async function orGone(clock: Clock, key: KnownKey, call: string, send: () => Promise<void>): Promise<void> {
  const askedAt = clock.now(); // an answer that comes late tells of then, not of now
  try {
    await send();
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    if (isTooNew(key, askedAt)) throw notYetVisible(call);
  }
}

function isTooNew({ createdAt }: KnownKey, askedAt: Instant): boolean {
  return msBetween(createdAt, askedAt) < PROPAGATED_AFTER_MS;
}

function notYetVisible(call: string): CallFailed {
  return new CallFailed(call, "unknown", "NotYetVisible");
}
