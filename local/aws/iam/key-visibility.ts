import type { AccessKey, UserRecord } from "./user-record.ts";

type Status = AccessKey["status"] | "absent";
interface Known {
  userName: string;
  userId: string;
  key: AccessKey;
  /** Oldest first; the last that is old enough is what the rest of AWS sees. */
  changes: { at: number; status: Status }[];
}

interface VisibleKey {
  userName: string;
  userId: string;
  secretAccessKey: string;
}

/**
 * What the rest of the cloud sees of IAM's access keys: each change becomes visible `delayMs` of real time after it
 * was made, which is AWS's eventual consistency. In memory only: a restart makes everything visible.
 */
export function keyVisibility(delayMs: number) {
  const known = new Map<string, Known>();
  const byUser = new Map<string, Set<string>>();

  function note(user: UserRecord, key: AccessKey, status: Status, at: number): void {
    const entry = known.get(key.accessKeyId) ?? {
      userName: user.userName,
      userId: user.userId,
      key,
      changes: [],
    };
    const before = entry.changes.at(-1);
    if ((before?.status ?? "absent") !== status) entry.changes.push({ at, status });
    known.set(key.accessKeyId, entry);
    const ids = byUser.get(user.userId) ?? new Set<string>();
    byUser.set(user.userId, ids.add(key.accessKeyId));
  }

  function statusNow(entry: Known): Status {
    const horizon = performance.now() - delayMs;
    while (entry.changes[1] !== undefined && entry.changes[1].at <= horizon) entry.changes.shift();
    const oldest = entry.changes[0];
    // A first change that nobody can see yet is a key's creation; anything older has been shifted away.
    if (oldest === undefined || oldest.at > horizon) return "absent";
    if (oldest.status === "absent" && entry.changes.length === 1) forget(entry);
    return oldest.status;
  }

  function forget(entry: Known): void {
    known.delete(entry.key.accessKeyId);
    const ids = byUser.get(entry.userId);
    ids?.delete(entry.key.accessKeyId);
    if (ids?.size === 0) byUser.delete(entry.userId);
  }

  return {
    /** Notes what changed between two states of a user; `seen` skips the delay (at start). */
    changed(before: UserRecord | undefined, after: UserRecord | undefined, seen = false): void {
      const at = seen ? Number.NEGATIVE_INFINITY : performance.now();
      for (const key of after?.accessKeys ?? []) note(after as UserRecord, key, key.status, at);
      const kept = new Set(after?.accessKeys.map((key) => key.accessKeyId));
      for (const key of before?.accessKeys ?? []) {
        if (!kept.has(key.accessKeyId)) note(before as UserRecord, key, "absent", at);
      }
    },
    /** A key that signs requests as far as anybody can see. */
    active(accessKeyId: string): VisibleKey | undefined {
      const entry = known.get(accessKeyId);
      if (entry === undefined || statusNow(entry) !== "Active") return undefined;
      const { userName, userId, key } = entry;
      return { userName, userId, secretAccessKey: key.secretAccessKey };
    },
    /** A user's keys as `ListAccessKeys` shows them. */
    list(userId: string): AccessKey[] {
      return [...(byUser.get(userId) ?? [])].flatMap((id) => {
        const entry = known.get(id);
        const status = entry === undefined ? "absent" : statusNow(entry);
        return entry === undefined || status === "absent" ? [] : [{ ...entry.key, status }];
      });
    },
  };
}
