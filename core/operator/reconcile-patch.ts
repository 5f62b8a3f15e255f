import { isDeepStrictEqual } from "node:util";
import { keyturnItself } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import { type Connection, touched } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { Ids } from "../ids.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";
import { keysPatch, remembered, unmanagedDrafts } from "../key/key-state.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { equals, type Patch } from "../record/patch.ts";
import type { Reconciled } from "./reconciled.ts";

/**
 * The `sequence` that events after a restore continue behind. Those sent after the backup's time have numbers that
 * the restored record does not know, and consumers who order by it would take what comes next for old news: the
 * second at which the restored table was made, counted from 1970, is far above them all, and the same in every run.
 */
export function sequenceFloor(tableMadeAt: Instant): number {
  return Math.floor(Date.parse(tableMadeAt) / 1_000);
}

/**
 * The one write that makes the record say what was decided, with the events that tell of it; undefined when it
 * says so already. A backup can hold a connection that was planned by a policy it does not hold itself: no operation
 * could end with an older plan than that, so the plan is forgotten.
 */
export function reconcilePatch(
  ids: Ids,
  connection: Connection,
  decided: Reconciled,
  { floor, inForce, now }: { floor: number; inForce: PolicyInForce; now: Instant },
): Patch<Connection> | undefined {
  const findings = { deletedIds: decided.goneIds, unmanaged: decided.unmanaged };
  const drafts = [...keyReconciled(connection, decided), ...unmanagedDrafts(connection, findings)];
  const isAhead = (connection.policyVersion ?? 0) > inForce.policyVersion;
  const isTimed = !isDeepStrictEqual(connection.retiring, decided.retiring);
  const changes = drafts.length > 0 || isAhead || isTimed || isCorrection(connection, decided);
  if (!changes && connection.sequence >= floor) return undefined;
  const sequence = Math.max(connection.sequence, floor);
  const by = keyturnItself(connection.org, ids.next());
  const announced = announce(ids, { sequence }, by, now, drafts);
  const when = [equals("version", connection.version)];
  if (!changes) return { when, set: announced.set };
  const keys = keysPatch(decided);
  const memory = remembered(connection, findings);
  const attention = attentionFor(connection, decided, now);
  return {
    when,
    set: {
      ...keys.set,
      ...memory,
      unmanagedIds: memory.unmanagedIds.filter((id) => id !== decided.current?.accessKeyId),
      windows: [],
      ...attention.set,
      ...announced.set,
      ...(drafts.some((draft) => draft.type === "KeyReconciled") && touched(by.name, now)),
    },
    remove: [
      ...keys.remove,
      ...(decided.operation ? [] : ["operation" as const]),
      ...(isAhead ? ["policyVersion" as const] : []),
      ...attention.remove,
    ],
    append: announced.append,
  };
}

/** Whether the record said something else of its keys, or of what is under way. */
export function isCorrection(connection: Connection, decided: Reconciled): boolean {
  const isForgotten = connection.operation !== undefined && decided.operation === undefined;
  return (
    isForgotten ||
    connection.windows.length > 0 ||
    !isSame(connection.current, decided.current) ||
    !isSame(connection.retiring, decided.retiring)
  );
}

/** What the sweep has to do now: of a creation, a deletion or an operation that goes on, what it had to before. */
function attentionFor(
  connection: Connection,
  { current, retiring, operation }: Reconciled,
  now: Instant,
): { set: Partial<Connection>; remove: "nextActionAt"[] } {
  if (connection.state !== "ready" || operation) return { set: {}, remove: [] };
  const hasKeys = current !== undefined || retiring !== undefined; // to be planned by the policy
  return hasKeys ? { set: { nextActionAt: now }, remove: [] } : { set: {}, remove: ["nextActionAt"] };
}

function keyReconciled(connection: Connection, { current }: Reconciled): EventDraft[] {
  const before = connection.current;
  const isSameKey = before?.accessKeyId === current?.accessKeyId && before?.state === current?.state;
  if (isSameKey) return [];
  const state = current && current.state !== "doomed" ? current.state : null;
  const data = {
    ...factsOf(connection),
    previousAccessKeyId: before?.accessKeyId ?? null,
    accessKeyId: current?.accessKeyId ?? null,
    state,
  };
  return [{ type: "KeyReconciled", data }];
}

type Key = CurrentKey | RetiringKey;

function isSame(one: Key | undefined, other: Key | undefined): boolean {
  return (
    one?.accessKeyId === other?.accessKeyId &&
    one?.state === other?.state &&
    one?.createdAt === other?.createdAt
  );
}
