import { type Connection, DELETED_KEYS_MAX, UNMANAGED_IDS_MAX } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import { endsUntold } from "./access-key.ts";
import type { Findings } from "./audit-keys.ts";
import { keyRetired } from "./events.ts";
import type { PlannedKeys } from "./plan-keys.ts";

/** The fields of a connection that only the holder of its operation changes. */
export type KeyState = Pick<Connection, "current" | "retiring" | "windows">;

/** Sets the keys as given: a field that is undefined is taken away. */
export function keysPatch(state: Pick<KeyState, "current" | "retiring">): {
  set: Partial<Connection>;
  remove: (keyof Connection)[];
} {
  const { current, retiring } = state;
  return {
    set: { ...(current && { current }), ...(retiring && { retiring }) },
    remove: [...(current ? [] : ["current" as const]), ...(retiring ? [] : ["retiring" as const])],
  };
}

/** The keys as they are planned, and when the record is looked at next: never, where there is nothing to do. */
export function planPatch({ nextActionAt, policyVersion, ...keys }: PlannedKeys): {
  set: Partial<Connection>;
  remove: (keyof Connection)[];
} {
  const { set, remove } = keysPatch(keys);
  return {
    set: {
      ...set,
      ...(policyVersion !== undefined && { policyVersion }),
      ...(nextActionAt && { nextActionAt }),
    },
    remove: [...remove, ...(nextActionAt ? [] : ["nextActionAt" as const])],
  };
}

/** What an audit adds to the record's memory. */
export function remembered(
  connection: Connection,
  findings: Findings,
): Pick<Connection, "deletedKeys" | "unmanagedIds"> {
  const { deletedIds, unmanaged } = findings;
  return {
    deletedKeys: lastOf([...connection.deletedKeys, ...deletedIds], DELETED_KEYS_MAX),
    unmanagedIds: lastOf(
      [...new Set([...connection.unmanagedIds, ...unmanaged.map((key) => key.accessKeyId)])],
      UNMANAGED_IDS_MAX,
    ),
  };
}

/** Each unmanaged key is reported once. */
export function unmanagedDrafts(connection: Connection, findings: Findings): EventDraft[] {
  return findings.unmanaged
    .filter((key) => !connection.unmanagedIds.includes(key.accessKeyId))
    .map((key) => ({
      type: "UnmanagedKeyDetected",
      data: { ...factsOf(connection), accessKeyId: key.accessKeyId, keyCreatedAt: key.createdAt },
    }));
}

/** The old key of a staged reset that a write takes away before its time, if nobody has been told that it ended. */
export function retiredDrafts(
  connection: Connection,
  after: Pick<KeyState, "current" | "retiring">,
): EventDraft[] {
  const { retiring, customer } = connection;
  if (customer || !retiring || !endsUntold(retiring) || after.retiring?.accessKeyId === retiring.accessKeyId)
    return [];
  return [keyRetired({ ...connection, current: after.current }, retiring.accessKeyId, null)];
}

export function lastOf<Entry>(list: readonly Entry[], count: number): Entry[] {
  return list.slice(-count);
}
