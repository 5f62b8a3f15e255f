import * as z from "zod";
import { Instant, plus, SECOND_MS } from "../clock.ts";
import { GivenPair } from "./given-pair.ts";
import { IdempotentRequest } from "./idempotency.ts";

/**
 * The lease under which keys of a connection change. While one is held nobody else starts another; one that
 * ran out is taken over and finished, never overwritten.
 */
export const Operation = z.object({
  id: z.string(),
  /** The id it was begun under: a takeover changes `id` only. */
  originalId: z.string(),
  /**
   * `issue` creates or resets; `remove` leaves no key; `retire` and `restore` end and bring back the old key of a
   * staged reset; `disable` stops one that has outlived the policy; `tidy` finishes a deletion and audits windows;
   * `delete` ends a connection; `put` takes in a customer's pair.
   */
  kind: z.enum(["issue", "remove", "retire", "restore", "disable", "tidy", "delete", "put"]),
  /**
   * `committed`: the new key is `current` in the record and the old one doomed. `promote`: a customer's pair is kept, and
   * from here on it becomes current.
   */
  phase: z.enum(["taken", "committed", "promote"]),
  /** The keys of an adopted user have been looked at, and no key was created before (spare-keys.ts). */
  spared: z.literal(true).optional(),
  /** A reset of a leaked key: it is deactivated first and stays so whatever happens. */
  compromised: z.boolean(),
  by: z.string(),
  correlationId: z.string(),
  /** What is put. */
  pair: GivenPair.optional(),
  /**
   * The request of a `retire` or `restore`, which is remembered whoever finishes it. That of an `issue` is not: a secret that
   * was never answered is made anew.
   */
  idempotent: IdempotentRequest.optional(),
  startedAt: Instant,
  takenAt: Instant,
  expiresAt: Instant,
});
export type Operation = z.infer<typeof Operation>;

/** How long an operation keeps others out. Three times a function's time-out of 20 s. */
export const LEASE_MS = 60 * SECOND_MS;

/**
 * No IAM call of an operation starts or goes on later than this after it was taken: well before the function
 * times out, so that a secret that exists can still be answered.
 */
export const CALLS_END_MS = 15 * SECOND_MS;

/** A write that fails is not tried again later than this: the function would be gone before it could answer. */
const WRITES_END_MS = 17 * SECOND_MS;

export function newOperation(
  begun: Pick<Operation, "id" | "kind" | "compromised" | "by" | "correlationId" | "pair" | "idempotent">,
  now: Instant,
): Operation {
  return {
    ...begun,
    originalId: begun.id,
    phase: "taken",
    startedAt: now,
    takenAt: now,
    expiresAt: plus(now, LEASE_MS),
  };
}

export function takenOver(operation: Operation, id: string, now: Instant): Operation {
  return { ...operation, id, takenAt: now, expiresAt: plus(now, LEASE_MS) };
}

export function hasExpired(operation: Operation, now: Instant): boolean {
  return operation.expiresAt <= now;
}

export function writesEndAt(operation: Operation): Instant {
  return plus(operation.takenAt, WRITES_END_MS);
}

export function callsEndAt(operation: Operation): Instant {
  return plus(operation.takenAt, CALLS_END_MS);
}
