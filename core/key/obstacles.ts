import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import { type Connection, EVENTS_PER_OPERATION_MAX, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { busy, DomainError, notFound, operationInProgress } from "../errors.ts";
import type { Deployment } from "../ports.ts";
import { absent, anyOf, atMost, equals, fewerThan } from "../record/patch.ts";
import { IDEMPOTENCY_ENTRIES_MAX, idempotencyKeyReused, unexpired } from "./idempotency.ts";
import { hasChanged, type Obstacle, refused } from "./obstacle.ts";
import { hasExpired } from "./operation.ts";
import { keyChanged, noKeyIsMadeHere, tooManyIdempotencyKeys, tooManyOperations } from "./refusals.ts";
import { changesSince, currentKeyIs } from "./seen-keys.ts";
import { isByUser, type Take } from "./take.ts";
import { WINDOWS_MAX } from "./window.ts";

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
    ...(take.kind === "issue" ? [customers] : []),
    ...(take.idempotent ? [answeredBefore(take.idempotent, now)] : []),
    underWay(now),
    ...(take.ofCreation ? [takenAway] : []),
    ...(take.expectedAccessKeyId === undefined ? [] : [anotherKey(take.expectedAccessKeyId)]),
    { unless: fewerThan("outbox", OUTBOX_EVENTS_MAX - EVENTS_PER_OPERATION_MAX + 1), why: () => isBusy },
    ...(take.kind === "issue" ? [{ unless: fewerThan("windows", WINDOWS_MAX), why: () => isBusy }] : []),
    ...(take.idempotent ? [toRememberTooMany(now)] : []),
    ...(isByUser(take) ? [tooOften(deployment.keyOperationsPerMinute, now)] : []),
    ...changesSince(take, seen),
  ];
}

/** No key is made for a customer's user. */
const customers: Obstacle = { unless: absent("customer"), why: () => refused(noKeyIsMadeHere()) };

/** A request that is sent again does nothing twice: the pair it gave was removed since. */
const takenAway: Obstacle = {
  unless: absent("customer.removed"),
  why: (record) => refused(keyChanged(record)),
};

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
  return { unless: currentKeyIs(expectedAccessKeyId), why: (record) => refused(keyChanged(record)) };
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
