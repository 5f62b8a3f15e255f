import { type Clock, type Instant, msBetween } from "../clock.ts";
import { type Connection, isAdopted } from "../connection/connection.ts";
import { failureOf } from "../errors.ts";
import type { AccessKeys, ListedKey } from "./access-keys.ts";
import { deleteKey, PROPAGATED_AFTER_MS, startsInTime } from "./key-calls.ts";
import { isWithin, type Window } from "./window.ts";

/** What looking at IAM's own list of a user's keys brought to light. */
export interface Findings {
  /** Keys IAM was told to delete and confirmed. */
  deletedIds: string[];
  /** Keys somebody else made. */
  unmanaged: ListedKey[];
}

export const nothingFound: Findings = { deletedIds: [], unmanaged: [] };

/**
 * Deletes the orphans among the user's keys and names the unmanaged ones. An orphan is a key the record does
 * not know, created in one of the windows and never used; nothing else is ever deleted here.
 */
export async function auditKeys(
  ports: { clock: Clock; accessKeys: AccessKeys },
  connection: Connection,
  windows: readonly Window[],
  until: Instant,
): Promise<Findings> {
  const listed = await listKeys(ports, connection, until);
  const findings: Findings = { deletedIds: [], unmanaged: [] };
  for (const key of unknownTo(connection, listed)) {
    if (await isOrphan(ports, connection, key, windows, until)) {
      await deleteKey(ports, connection, key, until);
      findings.deletedIds.push(key.accessKeyId);
    } else {
      findings.unmanaged.push(key);
    }
  }
  return findings;
}

/** IAM's list of the user's keys; none when an administrator has deleted the user. */
export async function listKeys(
  ports: { clock: Clock; accessKeys: AccessKeys },
  connection: Connection,
  until: Instant,
): Promise<ListedKey[]> {
  const now = ports.clock.now();
  startsInTime(ports.clock, "ListAccessKeys", until);
  try {
    return await ports.accessKeys.list(connection, until);
  } catch (error) {
    const tooNewToBeSeen = msBetween(connection.createdOn, now) < PROPAGATED_AFTER_MS;
    if (failureOf(error) !== "missing" || tooNewToBeSeen) throw error;
    return [];
  }
}

/** Those that the record does not name. */
export function unknownTo(connection: Connection, listed: readonly ListedKey[]): ListedKey[] {
  return listed.filter((key) => !isKnown(connection, key.accessKeyId));
}

/** Keys that somebody else made, as far as a list alone can tell. */
export function plainlyUnmanaged(connection: Connection, listed: readonly ListedKey[]): string[] {
  return listed
    .filter((key) => !isKnown(connection, key.accessKeyId) && !isWithin(connection.windows, key.createdAt))
    .map((key) => key.accessKeyId);
}

/** Whether the record names it, or has it deleted. */
export function isKnown(connection: Connection, accessKeyId: string): boolean {
  return (
    connection.current?.accessKeyId === accessKeyId ||
    connection.retiring?.accessKeyId === accessKeyId ||
    connection.deletedKeys.includes(accessKeyId)
  );
}

/** An adopted user's key that was there before Keyturn created one is somebody else's, whenever it was made. */
function isSpared(connection: Connection, { accessKeyId }: ListedKey): boolean {
  return isAdopted(connection) && connection.unmanagedIds.includes(accessKeyId);
}

async function isOrphan(
  ports: { clock: Clock; accessKeys: AccessKeys },
  connection: Connection,
  key: ListedKey,
  windows: readonly Window[],
  until: Instant,
): Promise<boolean> {
  if (!isWithin(windows, key.createdAt) || isSpared(connection, key)) return false;
  startsInTime(ports.clock, "GetAccessKeyLastUsed", until);
  return (await ports.accessKeys.lastUse(connection, key.accessKeyId, until)) === null;
}
