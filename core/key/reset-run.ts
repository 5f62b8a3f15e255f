import type { Caller } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import type { ResetMode } from "../policy/reset-rules.ts";
import type { CurrentKey } from "./access-key.ts";
import type { IssuedKey } from "./access-keys.ts";
import type { Findings } from "./audit-keys.ts";
import type { ResetReason } from "./events.ts";
import type { Held } from "./held.ts";
import { type IdempotencyEntries, type IdempotentRequest, remembering } from "./idempotency.ts";

export interface ResetRequest {
  reason: ResetReason;
  /** Not given: as the policy says. */
  mode?: ResetMode;
  /** How long the key before works on in a staged reset. Not given: as the policy says. */
  graceHours?: number;
  expectedAccessKeyId?: string | null;
  idempotent?: IdempotentRequest;
}

/** An operation being worked on: the record as it was taken, and what has happened in IAM since. */
export interface ResetRun {
  held: Held;
  request: ResetRequest;
  caller: Caller;
  inForce: PolicyInForce;
  findings: Findings;
  /** The leaked key has been confirmed inactive. */
  contained: boolean;
  /** A key an earlier reset could not delete is gone now. */
  cleared: boolean;
}

export function currentKey(issued: IssuedKey): CurrentKey {
  return { accessKeyId: issued.accessKeyId, state: "active", createdAt: issued.createdAt };
}

/** What is remembered by the write that answers. */
export function answeredRequests(
  { held, request }: ResetRun,
  issued: IssuedKey,
  now: Instant,
): IdempotencyEntries {
  const answered = { accessKeyId: issued.accessKeyId, created: !held.current };
  return remembering(held, request.idempotent, answered, now);
}

/** What there is to tell of a reset. */
export function rotated(
  run: ResetRun,
  issued: IssuedKey,
  previous: CurrentKey,
  mode: ResetMode,
  previousKeyValidUntil: Instant,
): EventDraft {
  const data = {
    ...factsOf(run.held),
    previousAccessKeyId: previous.accessKeyId,
    accessKeyId: issued.accessKeyId,
    ...{ mode, reason: run.request.reason, previousKeyValidUntil },
  };
  return { type: "KeyRotated", data };
}
