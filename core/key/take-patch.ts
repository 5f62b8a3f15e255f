import type { Actor } from "../caller/caller.ts";
import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import {
  type Connection,
  type ConnectionRef,
  EVENTS_PER_OPERATION_MAX,
  OUTBOX_EVENTS_MAX,
} from "../connection/connection.ts";
import type { Deployment } from "../ports.ts";
import { absent, anyOf, atMost, type Condition, equals, fewerThan, type Patch } from "../record/patch.ts";
import { IDEMPOTENCY_ENTRIES_MAX, type IdempotentRequest } from "./idempotency.ts";
import type { Operation } from "./operation.ts";
import { WINDOWS_MAX } from "./window.ts";

/** What somebody wants to begin. */
export interface Take {
  ref: ConnectionRef;
  kind: Operation["kind"];
  by: Actor;
  compromised?: boolean;
  /** The key the caller believes is current; `null`: none. Not given: whatever is there. */
  expectedAccessKeyId?: string | null;
  idempotent?: IdempotentRequest;
  /** The record, if it was read. What dooms the keys has to know them. */
  seen?: Connection;
}

/** The one conditional update that begins an operation, with everything that could stand in its way. */
export function takePatch(
  take: Take,
  operation: Operation,
  seen: Connection | undefined,
  deployment: Deployment,
): Patch<Connection> {
  const byUser = take.kind === "issue" || take.kind === "remove";
  return {
    when: [
      absent("operation"),
      ...(take.kind === "delete"
        ? [anyOf(equals("state", "ready"), equals("state", "creating"))]
        : [equals("state", "ready")]),
      fewerThan("outbox", OUTBOX_EVENTS_MAX - EVENTS_PER_OPERATION_MAX + 1),
      ...expectedKeys(take, seen),
      ...(byUser ? [withinRate(operation.takenAt, deployment.keyOperationsPerMinute)] : []),
      ...(take.kind === "issue" ? [fewerThan("windows", WINDOWS_MAX)] : []),
      ...notAnswered(take.idempotent, operation.takenAt),
    ],
    set: { operation, nextActionAt: operation.expiresAt, ...doomed(take, seen) },
    ...(byUser && { append: { recentOperations: [operation.takenAt] } }),
  };
}

/** The keys must be as the caller expects, and those the take dooms as they were read. */
function expectedKeys(take: Take, seen: Connection | undefined): Condition[] {
  const expected = take.expectedAccessKeyId;
  return [
    keyIs("retiring", seen?.retiring?.accessKeyId ?? null),
    ...(expected === undefined ? [] : [keyIs("current", expected)]),
    ...(dooms(take) ? [keyIs("current", seen?.current?.accessKeyId ?? null)] : []),
  ];
}

function keyIs(which: "current" | "retiring", accessKeyId: string | null): Condition {
  return accessKeyId === null ? absent(which) : equals(`${which}.accessKeyId`, accessKeyId);
}

function dooms(take: Take): boolean {
  return take.kind === "remove" || take.kind === "delete";
}

/** Mark before you destroy: what this operation will delete is doomed in its first write. */
function doomed(take: Take, seen: Connection | undefined): Partial<Connection> {
  return {
    ...(dooms(take) && seen?.current && { current: { ...seen.current, state: "doomed" as const } }),
    ...(take.kind === "delete" && { state: "deleting" as const }),
  };
}

function withinRate(now: Instant, perMinute: number): Condition {
  return anyOf(
    absent(`recentOperations.${perMinute - 1}`),
    atMost("recentOperations.0", plus(now, -MINUTE_MS)),
  );
}

function notAnswered(request: IdempotentRequest | undefined, now: Instant): Condition[] {
  if (!request) return [];
  const entry = `idempotency.${request.keyHash}`;
  return [
    anyOf(absent(entry), atMost(`${entry}.expiresAt`, now)),
    fewerThan("idempotency", IDEMPOTENCY_ENTRIES_MAX),
  ];
}
