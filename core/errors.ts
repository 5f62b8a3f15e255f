import { type Instant, msBetween } from "./clock.ts";

/** What went wrong, as a program reads it: stable, in snake_case, one for each thing a caller can act on. */
export type ErrorCode =
  | "invalid_request"
  | "malformed_json"
  | "invalid_cursor"
  | "confirmation_required"
  | "unknown_pipeline"
  | "forbidden"
  | "removal_not_allowed"
  | "system_service"
  | "policy_locked"
  | "not_found"
  | "region_not_enabled"
  | "key_changed"
  | "operation_in_progress"
  | "confirmation_mismatch"
  | "no_access_key"
  | "service_not_ready"
  | "adopted_service"
  | "adoption_not_enabled"
  | "unmanaged_key_present"
  | "user_missing"
  | "rotation_in_progress"
  | "no_retiring_key"
  | "key_in_use"
  | "old_key_still_works"
  | "customer_managed"
  | "provider_managed"
  | "credentials_rejected"
  | "key_too_old"
  | "service_limit_reached"
  | "connection_limit_reached"
  | "pipeline_limit_reached"
  | "pipeline_in_use"
  | "payload_too_large"
  | "unsupported_media_type"
  | "idempotency_key_reused"
  | "too_many_files"
  | "too_many_operations"
  | "too_many_idempotency_keys"
  | "busy"
  | "capacity_exhausted"
  | "unavailable"
  | "internal_error";

export interface FieldError {
  path: string;
  message: string;
}

export interface ErrorDetails {
  /** What a translation of `detail` needs. */
  params?: Record<string, string | number>;
  /** Every fault of the input, named by its path. */
  errors?: FieldError[];
  /** When the same request is worth sending again. */
  retryAfterSeconds?: number;
}

/** The one error core throws on purpose. `detail` is fit to show a user and never holds a secret. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly more: ErrorDetails;

  /** `cause`: what AWS had said, for the logs alone. */
  constructor(code: ErrorCode, detail: string, more: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${detail}`, cause === undefined ? {} : { cause });
    this.name = "DomainError";
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

/**
 * Why a call to AWS failed, as its adapter understood it. All but `unknown` are definite: the call had no
 * effect. `unknown` may have had its effect (a lost reply, a time-out, a 5xx).
 */
export type CallFailure = "throttled" | "limit_exceeded" | "missing" | "denied" | "unknown";

/** A failed call behind a port. Carries the AWS error's name, never its message or response. */
export class CallFailed extends Error {
  readonly call: string;
  readonly failure: CallFailure;
  readonly awsErrorName: string;

  constructor(call: string, failure: CallFailure, awsErrorName = "") {
    super(`${call}: ${failure}${awsErrorName && ` (${awsErrorName})`}`);
    this.name = "CallFailed";
    this.call = call;
    this.failure = failure;
    this.awsErrorName = awsErrorName;
  }
}

export function failureOf(error: unknown): CallFailure | undefined {
  return error instanceof CallFailed ? error.failure : undefined;
}

/** The call was answered, and the answer was no: nothing happened. */
export function isDefinite(error: unknown): boolean {
  const failure = failureOf(error);
  return failure !== undefined && failure !== "unknown";
}

export function notFound(what: string): DomainError {
  return new DomainError("not_found", `There is no such ${what}.`);
}

/** 400: one field that only core can find wrong. */
export function invalid(path: string, message: string): DomainError {
  return new DomainError("invalid_request", `The request has a fault at: ${path}.`, {
    errors: [{ path, message }],
  });
}

/** 503: the record holds as much unfinished work as it can. */
export function busy(what: string): DomainError {
  return new DomainError("busy", `Earlier changes of this ${what} are still being worked off.`, {
    retryAfterSeconds: 60,
  });
}

/** 409: whoever holds the record's operation may be done by `at`. */
export function operationInProgress(now: Instant, at: Instant, what = "connection"): DomainError {
  return new DomainError("operation_in_progress", `Another operation on this ${what} is running.`, {
    retryAfterSeconds: secondsUntil(now, at),
  });
}

/** 503: nothing is lost, and the same request can be sent again from `at` on. */
export function unavailableUntil(now: Instant, at: Instant, cause?: unknown): DomainError {
  const detail = "AWS did not answer. Nothing is lost: send the same request again later.";
  return new DomainError("unavailable", detail, { retryAfterSeconds: secondsUntil(now, at) }, cause);
}

/** What an operator has to know of it: what AWS had said, where that is told to users in other words. */
export function originOf(error: unknown): unknown {
  return error instanceof DomainError && error.cause !== undefined ? error.cause : error;
}

/** 503: others write the same record all the time, or there was no time left. Nothing is lost. */
export function contended(): DomainError {
  const detail = "Others are changing the same record. Nothing is lost: send the same request again.";
  return new DomainError("unavailable", detail, { retryAfterSeconds: 1 });
}

/** At least one: what is due this instant is not worth asking for in the same instant. */
export function secondsUntil(now: Instant, at: Instant): number {
  return Math.max(1, Math.ceil(msBetween(now, at) / 1000));
}
