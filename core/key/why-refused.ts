import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import { type Connection, EVENTS_PER_OPERATION_MAX, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { busy, DomainError, notFound, operationInProgress, secondsUntil } from "../errors.ts";
import type { Deployment } from "../ports.ts";
import { IDEMPOTENCY_ENTRIES_MAX, type IdempotencyEntry, unexpired } from "./idempotency.ts";
import { hasExpired, type Operation } from "./operation.ts";
import type { Take } from "./take-patch.ts";
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

/**
 * Why a take was refused, read off the record, in the order that serves the caller: a replay before a
 * conflict, a running operation before a changed key.
 */
export function whyRefused(
  record: Connection | undefined,
  take: Take,
  operation: Operation,
  deployment: Pick<Deployment, "keyOperationsPerMinute">,
  now: Instant,
): WhyRefused {
  if (record?.operation?.id === operation.id) return { because: "ours" };
  if (!record || record.state === "deleted") return refused(notFound("connection"));
  if (record.state === "deleting") {
    return refused(operationInProgress(now, record.operation?.expiresAt ?? plus(now, MINUTE_MS)));
  }
  const answered = answeredBefore(record, take, now);
  if (answered) return answered;
  if (record.operation) {
    return hasExpired(record.operation, now)
      ? { because: "abandoned" }
      : refused(operationInProgress(now, record.operation.expiresAt));
  }
  if (record.state === "creating" && take.kind !== "delete") {
    return refused(
      new DomainError("service_not_ready", "The data service is still being created.", {
        retryAfterSeconds: 5,
      }),
    );
  }
  if (!isExpectedKey(record, take)) return refused(keyChanged(record));
  return atALimit(record, take, deployment, now) ?? { because: "changed" };
}

function answeredBefore(record: Connection, take: Take, now: Instant): WhyRefused | undefined {
  const entry = take.idempotent && unexpired(record.idempotency, now)[take.idempotent.keyHash];
  if (!entry) return undefined;
  if (entry.bodyHash === take.idempotent?.bodyHash) return { because: "answered", entry };
  return refused(
    new DomainError("idempotency_key_reused", "This Idempotency-Key was sent with another request before."),
  );
}

function isExpectedKey(record: Connection, take: Take): boolean {
  const current = record.current?.accessKeyId ?? null;
  return take.expectedAccessKeyId === undefined || take.expectedAccessKeyId === current;
}

function atALimit(
  record: Connection,
  take: Take,
  deployment: Pick<Deployment, "keyOperationsPerMinute">,
  now: Instant,
): WhyRefused | undefined {
  if (record.outbox.length > OUTBOX_EVENTS_MAX - EVENTS_PER_OPERATION_MAX) return refused(busy("connection"));
  if (take.kind === "issue" && record.windows.length >= WINDOWS_MAX) return refused(busy("connection"));
  const remembered = Object.keys(record.idempotency).length;
  if (take.idempotent && remembered >= IDEMPOTENCY_ENTRIES_MAX) {
    const live = Object.keys(unexpired(record.idempotency, now)).length;
    return live < remembered ? { because: "forgettable" } : refused(tooManyIdempotencyKeys());
  }
  const oldest = record.recentOperations.at(-deployment.keyOperationsPerMinute);
  const recent = take.kind === "issue" || take.kind === "remove" ? oldest : undefined;
  return recent && plus(recent, MINUTE_MS) > now
    ? refused(tooManyOperations(deployment.keyOperationsPerMinute, now, plus(recent, MINUTE_MS)))
    : undefined;
}

function refused(error: DomainError): WhyRefused {
  return { because: "refused", error };
}

function keyChanged(record: Connection): DomainError {
  const accessKeyId = record.current?.accessKeyId;
  return new DomainError(
    "key_changed",
    accessKeyId
      ? `The access key is ${accessKeyId} by now. Look at the connection again.`
      : "The connection has no access key by now. Look at it again.",
    { params: { accessKeyId: accessKeyId ?? "" } },
  );
}

function tooManyIdempotencyKeys(): DomainError {
  return new DomainError(
    "too_many_idempotency_keys",
    `A connection remembers ${IDEMPOTENCY_ENTRIES_MAX} requests with an Idempotency-Key a day.`,
    { params: { max: IDEMPOTENCY_ENTRIES_MAX }, retryAfterSeconds: 3600 },
  );
}

function tooManyOperations(max: number, now: Instant, at: Instant): DomainError {
  return new DomainError("too_many_operations", `A connection's key can change ${max} times a minute.`, {
    params: { max },
    retryAfterSeconds: secondsUntil(now, at),
  });
}
