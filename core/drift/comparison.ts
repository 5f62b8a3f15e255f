import type { Instant } from "../clock.ts";
import { type Connection, UNMANAGED_IDS_MAX } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { ListedKey } from "../key/access-keys.ts";
import { lastOf, unmanagedDrafts } from "../key/key-state.ts";
import { DRIFT_MAX, type Drift, standingDrift } from "./drift.ts";
import { driftOf, type Finding } from "./drift-of.ts";

/** What a record is to remember, and what there is to tell. */
export interface Comparison {
  drift: Drift[];
  unmanagedIds: string[];
  drafts: EventDraft[];
  /** What was not known before. */
  found: Finding[];
}

/**
 * What is new between a comparable record and IAM's list of its user's keys (undefined: there is no such user).
 * Undefined when it is as it was last time. What was known and is over is told of, unless a change through Keyturn has
 * told of it, or the same key has another difference now.
 */
export function comparison(
  connection: Connection,
  listed: readonly ListedKey[] | undefined,
  now: Instant,
): Comparison | undefined {
  const known = connection.drift ?? [];
  const findings = driftOf(connection, listed, now);
  const found = findings.filter((finding) => !known.some((one) => isSame(one, finding)));
  const staying = known.filter((one) => findings.some((finding) => isSame(one, finding)));
  if (found.length === 0 && staying.length === known.length) return undefined;
  const over = standingDrift(connection).filter(
    (one) => !staying.includes(one) && !findings.some((finding) => supersedes(finding, one)),
  );
  const fresh = found.map(({ kind, accessKeyId }) => ({ kind, accessKeyId, since: now }));
  const made = found.flatMap(({ kind, accessKeyId }) =>
    kind === "key_created" && accessKeyId ? [accessKeyId] : [],
  );
  return {
    drift: [...staying, ...fresh].slice(-DRIFT_MAX),
    unmanagedIds: lastOf([...new Set([...connection.unmanagedIds, ...made])], UNMANAGED_IDS_MAX),
    drafts: [
      ...found.flatMap((finding) => detected(connection, finding)),
      ...over.map((one) => resolved(connection, one)),
    ],
    found,
  };
}

function isSame(one: Pick<Drift, "kind" | "accessKeyId">, other: Pick<Drift, "kind" | "accessKeyId">) {
  return one.kind === other.kind && one.accessKeyId === other.accessKeyId;
}

/** A key that was deactivated and is now deleted is not as it should be again. */
function supersedes(finding: Finding, before: Drift): boolean {
  return finding.kind === "user_deleted" || finding.accessKeyId === before.accessKeyId;
}

function detected(connection: Connection, finding: Finding): EventDraft[] {
  const { kind, accessKeyId, keyCreatedAt } = finding;
  if (kind !== "key_created") {
    return [{ type: "KeyDriftDetected", data: { ...keysOf(connection, accessKeyId), drift: kind } }];
  }
  // Whoever came upon it before, in the middle of a reset, has told of it.
  const unmanaged =
    accessKeyId && keyCreatedAt ? [{ accessKeyId, createdAt: keyCreatedAt, active: true }] : [];
  return unmanagedDrafts(connection, { deletedIds: [], unmanaged });
}

function resolved(connection: Connection, { kind, accessKeyId, since }: Drift): EventDraft {
  const data = { ...keysOf(connection, accessKeyId), drift: kind, detectedAt: since };
  return { type: "KeyDriftResolved", data };
}

function keysOf(connection: Connection, accessKeyId: string | null) {
  const { current } = connection;
  return { ...factsOf(connection), accessKeyId, currentAccessKeyId: current?.accessKeyId ?? null };
}
