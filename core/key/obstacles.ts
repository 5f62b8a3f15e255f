import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import { type Connection, EVENTS_PER_OPERATION_MAX, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { busy, DomainError, notFound, operationInProgress } from "../errors.ts";
import type { Deployment } from "../ports.ts";
import { absent, anyOf, atMost, type Condition, equals, fewerThan } from "../record/patch.ts";
import {
  IDEMPOTENCY_ENTRIES_MAX,
  type IdempotencyEntry,
  idempotencyKeyReused,
  unexpired,
} from "./idempotency.ts";
import { hasExpired } from "./operation.ts";
import { keyChanged, rotationInProgress, tooManyIdempotencyKeys, tooManyOperations } from "./refusals.ts";
import { dooms, isAboutSeenKeys, isByUser, type Take } from "./take.ts";
import { WINDOWS_MAX } from "./window.ts";

export type WhyRefused =
  | { because: "refused"; error: DomainError }
  /** The same request was answered before. */
  | { because: "answered"; entry: IdempotencyEntry }
  /** The take had succeeded and its reply was lost. */
  | { because: "ours" }
  /** An operation nobody is working on any more stands in the way. */
  | { because: "abandoned" }
  /** Remembered requests fill the record, some of them for longer than promised. */
  | { because: "forgettable" }
  /** The record has changed meanwhile. */
  | { because: "changed" };

/** Something a take must not meet, and what it means when the record shows it. */
export interface Obstacle {
  unless: Condition;
  why(record: Connection): WhyRefused;
}

/**
 * What can stand in a take's way, in the order that serves the caller: a replay before a conflict, a running
 * operation before a changed key. `seen` is the record as it was read, if it was.
 */
export function obstacles(
  take: Take,
  seen: Connection | undefined,
  deployment: Pick<Deployment, "keyOperationsPerMinute">,
  now: Instant,
): Obstacle[] {
  return [
    inAnotherState(take, now),
    ...(take.idempotent ? [answeredBefore(take.idempotent, now)] : []),
    underWay(now),
    ...(take.expectedAccessKeyId === undefined ? [] : [anotherKey(take.expectedAccessKeyId)]),
    { unless: fewerThan("outbox", OUTBOX_EVENTS_MAX - EVENTS_PER_OPERATION_MAX + 1), why: () => isBusy },
    ...(take.kind === "issue" ? [{ unless: fewerThan("windows", WINDOWS_MAX), why: () => isBusy }] : []),
    ...(take.idempotent ? [toRememberTooMany(now)] : []),
    ...(isByUser(take) ? [tooOften(deployment.keyOperationsPerMinute, now)] : []),
    ...anotherRetiringKey(take, seen),
    ...anotherCurrentKey(take, seen),
  ];
}

const hasChanged: WhyRefused = { because: "changed" };
const isBusy = refused(busy("connection"));

function inAnotherState(take: Take, now: Instant): Obstacle {
  const ready = equals("state", "ready");
  return {
    unless: take.kind === "delete" ? anyOf(ready, equals("state", "creating")) : ready,
    why(record) {
      if (record.state === "deleted") return refused(notFound("connection"));
      if (record.state === "deleting") {
        return refused(operationInProgress(now, record.operation?.expiresAt ?? plus(now, MINUTE_MS)));
      }
      const detail = "The data service is still being created.";
      return refused(new DomainError("service_not_ready", detail, { retryAfterSeconds: 5 }));
    },
  };
}

function answeredBefore(request: NonNullable<Take["idempotent"]>, now: Instant): Obstacle {
  const path = `idempotency.${request.keyHash}`;
  return {
    unless: anyOf(absent(path), atMost(`${path}.expiresAt`, now)),
    why(record) {
      const entry = record.idempotency[request.keyHash];
      if (!entry) return hasChanged;
      return entry.bodyHash === request.bodyHash
        ? { because: "answered", entry }
        : refused(idempotencyKeyReused());
    },
  };
}

function underWay(now: Instant): Obstacle {
  return {
    unless: absent("operation"),
    why({ operation }) {
      if (!operation) return hasChanged;
      return hasExpired(operation, now)
        ? { because: "abandoned" }
        : refused(operationInProgress(now, operation.expiresAt));
    },
  };
}

function anotherKey(expectedAccessKeyId: string | null): Obstacle {
  return { unless: keyIs("current", expectedAccessKeyId), why: (record) => refused(keyChanged(record)) };
}

function toRememberTooMany(now: Instant): Obstacle {
  return {
    unless: fewerThan("idempotency", IDEMPOTENCY_ENTRIES_MAX),
    why({ idempotency }) {
      const live = Object.keys(unexpired(idempotency, now)).length;
      return live < Object.keys(idempotency).length
        ? { because: "forgettable" }
        : refused(tooManyIdempotencyKeys());
    },
  };
}

/** The list holds the last `perMinute` operations (endOperation): it is full, and the first is not a minute old. */
function tooOften(perMinute: number, now: Instant): Obstacle {
  return {
    unless: anyOf(
      absent(`recentOperations.${perMinute - 1}`),
      atMost("recentOperations.0", plus(now, -MINUTE_MS)),
    ),
    why: ({ recentOperations: [first = now] }) =>
      refused(tooManyOperations(perMinute, now, plus(first, MINUTE_MS))),
  };
}

/** The old key of a staged reset is as it was seen. One that is doomed is in nobody's way. */
function anotherRetiringKey(take: Take, seen: Connection | undefined): Obstacle[] {
  const key = seen?.retiring;
  if (take.staged || key === undefined || key.state === "doomed") {
    const none = anyOf(absent("retiring"), equals("retiring.state", "doomed"));
    return [{ unless: none, why: () => (take.staged ? refused(rotationInProgress()) : hasChanged) }];
  }
  const why = (record: Connection) => (isAboutSeenKeys(take) ? refused(keyChanged(record)) : hasChanged);
  const wanted = { retire: "active", restore: "inactive" } as Partial<Record<Take["kind"], string>>;
  const asSeen = [
    equals("retiring.accessKeyId", key.accessKeyId),
    equals("retiring.state", wanted[take.kind] ?? key.state),
    ...(key.deleteAt ? [equals("retiring.deleteAt", key.deleteAt)] : []),
  ];
  return asSeen.map((unless) => ({ unless, why }));
}

/** What dooms the current key, or stops it, knows which one it is. */
function anotherCurrentKey(take: Take, seen: Connection | undefined): Obstacle[] {
  if (dooms(take)) {
    return [{ unless: keyIs("current", seen?.current?.accessKeyId ?? null), why: () => hasChanged }];
  }
  if (take.kind !== "disable") return [];
  const why = (record: Connection) => refused(keyChanged(record));
  return [
    { unless: keyIs("current", seen?.current?.accessKeyId ?? null), why },
    { unless: equals("current.state", "active"), why },
  ];
}

function keyIs(which: "current", accessKeyId: string | null): Condition {
  return accessKeyId === null ? absent(which) : equals(`${which}.accessKeyId`, accessKeyId);
}

function refused(error: DomainError): WhyRefused {
  return { because: "refused", error };
}
