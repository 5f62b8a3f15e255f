import type { Actor } from "../caller/caller.ts";
import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import {
  type Connection,
  type ConnectionRef,
  EVENTS_PER_OPERATION_MAX,
  OUTBOX_EVENTS_MAX,
} from "../connection/connection.ts";
import { failureOf, unavailableUntil } from "../errors.ts";
import type { Deployment, KeyPorts } from "../ports.ts";
import {
  absent,
  anyOf,
  atMost,
  type Condition,
  equals,
  fewerThan,
  type Patch,
  PatchRefused,
} from "../record/patch.ts";
import {
  IDEMPOTENCY_ENTRIES_MAX,
  type IdempotencyEntry,
  type IdempotentRequest,
  unexpired,
} from "./idempotency.ts";
import { newOperation, type Operation } from "./operation.ts";
import { recoverOperation } from "./recover-operation.ts";
import { whyRefused } from "./why-refused.ts";
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

export type Taken =
  | { taken: true; connection: Connection; operation: Operation }
  | { taken: false; replay: IdempotencyEntry; connection: Connection };

const ATTEMPTS_MAX = 6;

/**
 * Begins an operation: one conditional update, and no read when nothing stands in the way. When it is refused
 * the record says why: an answered request is replayed, an abandoned operation is recovered first, and
 * anything else is the caller's to know (whyRefused).
 */
export async function takeOperation(ports: KeyPorts, take: Take): Promise<Taken> {
  let seen = take.seen;
  for (let attempt = 1; ; attempt++) {
    const now = ports.clock.now();
    const operation = begin(ports, take, now);
    try {
      const patch = takePatch(take, operation, seen, ports.deployment);
      const connection = await ports.connections.update(take.ref, patch);
      return { taken: true, connection, operation };
    } catch (error) {
      if (failureOf(error) === "unknown") throw unavailableUntil(now, operation.expiresAt);
      if (!(error instanceof PatchRefused)) throw error;
    }
    const record = await ports.connections.find(take.ref);
    const why = whyRefused(record, take, operation, ports.deployment, now);
    if (why.because === "refused" || !record)
      throw why.because === "refused" ? why.error : new PatchRefused();
    if (why.because === "ours") return { taken: true, connection: record, operation };
    if (why.because === "answered") return { taken: false, replay: why.entry, connection: record };
    if (why.because === "abandoned") await recoverOperation(ports, record);
    if (why.because === "forgettable") await forgetExpired(ports, record, now);
    if (attempt === ATTEMPTS_MAX) throw unavailableUntil(now, plus(now, 1_000));
    seen = why.because === "changed" ? record : await ports.connections.find(take.ref);
  }
}

function begin(ports: KeyPorts, take: Take, now: Instant): Operation {
  return newOperation(
    {
      id: ports.ids.next(),
      kind: take.kind,
      compromised: take.compromised ?? false,
      by: take.by.name,
      correlationId: take.by.correlationId,
    },
    now,
  );
}

function takePatch(
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

async function forgetExpired(ports: KeyPorts, record: Connection, now: Instant): Promise<void> {
  try {
    await ports.connections.update(record, {
      when: [equals("version", record.version)],
      set: { idempotency: unexpired(record.idempotency, now) },
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error; // somebody else wrote: the next attempt sees what
  }
}
