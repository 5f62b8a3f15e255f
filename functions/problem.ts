import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { CallFailed, DomainError, type ErrorCode } from "../core/errors.ts";
import { PatchRefused } from "../core/record/patch.ts";

/** Every code has its status: a new one does not compile until it has. */
export const statusOf = {
  invalid_request: 400,
  malformed_json: 400,
  invalid_cursor: 400,
  confirmation_required: 400,
  unknown_pipeline: 400,
  forbidden: 403,
  removal_not_allowed: 403,
  system_service: 403,
  policy_locked: 403,
  not_found: 404,
  region_not_enabled: 404,
  key_changed: 409,
  operation_in_progress: 409,
  confirmation_mismatch: 409,
  no_access_key: 409,
  service_not_ready: 409,
  adopted_service: 409,
  adoption_not_enabled: 409,
  unmanaged_key_present: 409,
  user_missing: 409,
  rotation_in_progress: 409,
  no_retiring_key: 409,
  key_in_use: 409,
  old_key_still_works: 409,
  customer_managed: 409,
  provider_managed: 409,
  key_too_old: 409,
  service_limit_reached: 409,
  connection_limit_reached: 409,
  pipeline_limit_reached: 409,
  pipeline_in_use: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  credentials_rejected: 422,
  idempotency_key_reused: 422,
  too_many_files: 422,
  too_many_operations: 429,
  too_many_idempotency_keys: 429,
  internal_error: 500,
  busy: 503,
  capacity_exhausted: 503,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/**
 * What a caller is told of an error. A bug of ours says nothing but that it is one, and so does a call that AWS
 * refused: sent again, it would be refused again.
 */
export function domainErrorOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof PatchRefused) return sendAgain("It was changed meanwhile.", 1);
  if (error instanceof CallFailed && error.failure !== "denied") return sendAgain("AWS did not answer.", 5);
  return new DomainError("internal_error", "");
}

function sendAgain(why: string, retryAfterSeconds: number): DomainError {
  const detail = `${why} Nothing is lost: send the same request again.`;
  return new DomainError("unavailable", detail, { retryAfterSeconds });
}

/** RFC 9457 problem details. */
export function problem(error: DomainError, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { code, detail, more } = error;
  const { params, errors, retryAfterSeconds } = more;
  const status = statusOf[code];
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:keyturn:problem:${code}`,
      title: titleOf(code),
      status,
      ...(detail && { detail }),
      code,
      ...(params && { params }),
      requestId,
      ...(errors && { errors }),
    }),
  };
}

function titleOf(code: ErrorCode): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
