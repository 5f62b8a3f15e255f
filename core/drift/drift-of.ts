import { type Instant, latest, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";
import type { ListedKey } from "../key/access-keys.ts";
import { isKnown } from "../key/audit-keys.ts";
import type { Drift } from "./drift.ts";

/** IAM's lists may lag behind what happened for so long (core/key/window.ts): what is younger is no finding. */
const SETTLED_AFTER_MS = 15 * MINUTE_MS;

export function isSettled(at: Instant, now: Instant): boolean {
  return at <= plus(now, -SETTLED_AFTER_MS);
}

/**
 * Whether IAM's list can say anything about the record: nobody works on its keys, no abandoned operation is being
 * cleared up, and nothing has changed for as long as a list may lag. Every change of a key's state is one of `updatedOn`;
 * a deleted key that a list still shows is among `deletedKeys`. A customer's user lives in an account where Keyturn asks
 * nothing.
 */
export function isComparable(connection: Connection, now: Instant): boolean {
  const { state, operation, windows, customer, createdOn, updatedOn } = connection;
  const isAtRest = state === "ready" && !operation && windows.length === 0;
  if (customer) return false;
  return isAtRest && isSettled(latest(createdOn, updatedOn), now);
}

export type Finding = Omit<Drift, "since"> & { keyCreatedAt?: Instant };

/**
 * What differs between a comparable record and IAM's list of its user's keys; `undefined`: there is no such user. Doomed
 * keys are the sweep's to delete, there or not. An adopted user's key from before the adoption was seen then; of a user
 * that Keyturn made any key is younger than the record, whatever IAM's clock says.
 */
export function driftOf(
  connection: Connection,
  listed: readonly ListedKey[] | undefined,
  now: Instant,
): Finding[] {
  const { current, retiring, adoptedAt } = connection;
  if (!listed) return [{ kind: "user_deleted", accessKeyId: current?.accessKeyId ?? null }];
  const named = [current, retiring].flatMap((key) => (key ? driftOfNamed(key, listed) : []));
  const others = listed
    .filter((key) => !isKnown(connection, key.accessKeyId) && isSettled(key.createdAt, now))
    .filter((key) => adoptedAt === undefined || key.createdAt >= adoptedAt);
  return [
    ...named,
    ...others.map(
      ({ accessKeyId, createdAt }): Finding => ({
        kind: "key_created",
        accessKeyId,
        keyCreatedAt: createdAt,
      }),
    ),
  ];
}

function driftOfNamed(
  { accessKeyId, state }: CurrentKey | RetiringKey,
  listed: readonly ListedKey[],
): Finding[] {
  if (state === "doomed") return [];
  const there = listed.find((key) => key.accessKeyId === accessKeyId);
  if (!there) return [{ kind: "key_deleted", accessKeyId }];
  if (there.active === (state === "active")) return [];
  return [{ kind: there.active ? "key_reactivated" : "key_deactivated", accessKeyId }];
}
