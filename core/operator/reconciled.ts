import { type Instant, latest, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";
import { isWithin, windowOf } from "../key/window.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { retirementFrom, undoUntil } from "../policy/retirement.ts";
import type { StatedKey } from "./users.ts";

/** What a restored connection's record has to say of its keys. */
export interface Reconciled extends Pick<Connection, "current" | "retiring" | "operation"> {
  /** Keys of the user that are neither current nor doomed. They are kept, and told of. */
  unmanaged: StatedKey[];
  /** Keys the record named and IAM no longer has. */
  goneIds: string[];
  /** A reset of a leaked key had begun, and whether that key is stopped can no longer be left to recovery. */
  leakedKeyWorks: boolean;
}

/** What decides beside IAM. */
interface DecidedBy {
  now: Instant;
  /** When the restored table was made: the deployment had stopped by then. */
  madeAt: Instant;
  /** The org's rules as the backup has them. */
  inForce: PolicyInForce;
  /** The key an operator knows to be the right one of several. */
  preferred?: string | undefined;
}

/** IAM's whole seconds, clocks that differ, and the time between CreateAccessKey and the write that tells of it. */
const MARGIN_MS = 5 * MINUTE_MS;

/**
 * What becomes of a connection's record as of T, the time of the backup, when the user has the `listed` keys now.
 * IAM decides which keys exist; nothing is ever destroyed by it, so in doubt a key is kept as an unmanaged one.
 *
 * - A doomed key that still exists was to be deleted before T. Doomed is for ever: it stays so, and counts for
 *   nothing else.
 * - The old key of a staged reset that still exists has the state that IAM gives it: retired or restored since, it is
 *   neither deleted before its time nor told to have been. It is never current.
 * - The key the record names stays current if it still exists, with the state that IAM gives it; an operator who
 *   knows better names another (`preferred`). It cannot be told whether a second key was given to somebody after T
 *   and the named one should have been deleted, or whether it is an orphan or somebody else's: both are kept. But one
 *   that was stopped after T beside a newer one that works was reset: in stages and then retired, or because it leaked.
 * - Otherwise the newest key that can be Keyturn's becomes current: of two, the older one is what was reset.
 * - Windows are dropped, and so is an operation: recovery would look for an orphan in the time the operation
 *   might have made one, and delete a key that a caller was given right after T. Two kinds cannot do that, and go
 *   on: a removal whose doomed key is still there, since no other key can have been issued before it has gone; and
 *   a reset of a leaked key, of which the user has no second key yet: it is still to be stopped.
 *
 * What remembers answered requests is left as it is, also where it names a key that is gone: a request that is
 * replayed does nothing, and without its memory it would reset a key that somebody was given after T.
 */
export function reconciled(connection: Connection, listed: readonly StatedKey[], by: DecidedBy): Reconciled {
  const { current, retiring, operation, deletedKeys } = connection;
  const there = listed.filter((key) => !deletedKeys.includes(key.accessKeyId));
  const has = (key: CurrentKey | RetiringKey) => there.some((one) => one.accessKeyId === key.accessKeyId);
  const isOnItsWayOut = (key: StatedKey) =>
    key.accessKeyId === retiring?.accessKeyId ||
    (current?.state === "doomed" && key.accessKeyId === current.accessKeyId);
  const live = there.filter((key) => !isOnItsWayOut(key));
  const left = {
    retiring: retiringKey(retiring, there, by),
    goneIds: [current, retiring].flatMap((key) => (key && !has(key) ? [key.accessKeyId] : [])),
  };
  if (current?.state === "doomed" && has(current)) {
    return { ...left, current, operation, unmanaged: live, leakedKeyWorks: false };
  }
  const chosen = chooseCurrent(connection, live, by.preferred);
  const leaks = isLeaking(connection, chosen);
  const isHarmless = leaks && live.length === 1 && operation && windowOf(operation, by.now).to < by.now;
  return {
    ...left,
    current: chosen && currentKey(chosen, current),
    operation: isHarmless ? operation : undefined,
    unmanaged: live.filter((key) => key !== chosen),
    leakedKeyWorks: leaks && !isHarmless,
  };
}

/**
 * It may have been retired or restored since, even both, and the times that were told then are lost. So it has no less
 * time than if that had happened when the restored table was made.
 */
function retiringKey(
  recorded: RetiringKey | undefined,
  there: readonly StatedKey[],
  { madeAt, inForce }: DecidedBy,
): RetiringKey | undefined {
  const found = there.find((key) => key.accessKeyId === recorded?.accessKeyId);
  if (!found || !recorded || recorded.state === "doomed" || recorded.state === "leaving")
    return found && recorded;
  const { accessKeyId, createdAt, adoptedAt, retireAt, hardStopAt } = recorded;
  if (!found.active) {
    const deleteAt = recorded.state === "inactive" ? recorded.deleteAt : madeAt;
    const atLeast = undoUntil(madeAt, inForce.policy);
    return { ...recorded, state: "inactive", deleteAt: latest(deleteAt, atLeast) };
  }
  const granted = retirementFrom(madeAt, recorded, inForce);
  const { heldSince } = recorded;
  return {
    ...{ accessKeyId, createdAt, state: "active" },
    ...(adoptedAt && { adoptedAt }),
    ...(recorded.state === "active" && heldSince && { heldSince }),
    retireAt: latest(retireAt, granted.retireAt),
    hardStopAt: latest(hardStopAt, granted.hardStopAt),
  };
}

function chooseCurrent(
  connection: Connection,
  live: readonly StatedKey[],
  preferred: string | undefined,
): StatedKey | undefined {
  const named = (accessKeyId: string | undefined) => live.find((key) => key.accessKeyId === accessKeyId);
  const newestFirst = live
    .filter((key) => mayBeOurs(connection, key))
    .sort((a, b) => (place(a) < place(b) ? 1 : -1));
  const [newest] = newestFirst;
  const recorded = named(connection.current?.accessKeyId);
  const isStopped = connection.current?.state === "active" && recorded?.active === false;
  const isReplaced = isStopped && newest?.active;
  return named(preferred) ?? (isReplaced ? newest : (recorded ?? newest));
}

/**
 * Not one that was known to be somebody else's, or to have been given to nobody, before T. Nor one that is older than
 * the record's last change that users see: had it been issued before that, the record would name it.
 */
function mayBeOurs({ unmanagedIds, windows, updatedOn }: Connection, key: StatedKey): boolean {
  const isKnown = unmanagedIds.includes(key.accessKeyId) || isWithin(windows, key.createdAt);
  return !isKnown && key.createdAt >= plus(updatedOn, -MARGIN_MS);
}

/** A leaked key that was to be deactivated first of all, and was not. */
function isLeaking({ operation, current }: Connection, chosen: StatedKey | undefined): boolean {
  const isContainment = operation?.kind === "issue" && operation.compromised && operation.phase === "taken";
  return Boolean(isContainment && chosen?.active && chosen.accessKeyId === current?.accessKeyId);
}

/** What the record knows of the key beside stays known: an age that was told of is not told again. */
function currentKey(
  { accessKeyId, active, createdAt }: StatedKey,
  recorded: CurrentKey | undefined,
): CurrentKey {
  const known = recorded?.accessKeyId === accessKeyId ? recorded : {};
  return { ...known, accessKeyId, state: active ? "active" : "inactive", createdAt };
}

/** In order of time; keys of the same second in some order, but always the same. */
function place({ createdAt, accessKeyId }: StatedKey): string {
  return `${createdAt} ${accessKeyId}`;
}
