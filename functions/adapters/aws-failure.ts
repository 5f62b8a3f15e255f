import { CallFailed, type CallFailure } from "../../core/errors.ts";

const failures: Record<string, CallFailure> = {
  NoSuchEntityException: "missing",
  NoSuchEntity: "missing",
  LimitExceededException: "limit_exceeded",
  LimitExceeded: "limit_exceeded",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  ThrottledException: "throttled",
  TooManyRequestsException: "throttled",
  RequestLimitExceeded: "throttled",
  ProvisionedThroughputExceededException: "throttled",
  RequestThrottled: "throttled",
  RequestThrottledException: "throttled",
  SlowDown: "throttled",
  // IAM refuses a change because another is under way: nothing happened, and it passes.
  EntityTemporarilyUnmodifiableException: "throttled",
  EntityTemporarilyUnmodifiable: "throttled",
  ConcurrentModificationException: "throttled",
  ConcurrentModification: "throttled",
  // Refused, but not for good: the SDK has new credentials soon.
  ExpiredToken: "throttled",
  ExpiredTokenException: "throttled",
  // A 4xx that says the request did not arrive whole, as far as AWS could tell.
  RequestTimeout: "unknown",
  RequestTimeoutException: "unknown",
};

/**
 * What an error of the AWS SDK means. An answer of the 4xx kind was a refusal and had no effect; whatever else
 * it is (a 5xx, a time-out, a broken connection), nobody knows. Only the error's name is kept: a message or a
 * response could hold what must not be logged.
 */
export function awsFailure(call: string, error: unknown): CallFailed {
  const { name = "Error", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  const refused = status >= 400 && status < 500;
  return new CallFailed(call, failures[name] ?? (refused ? "denied" : "unknown"), name);
}

/** Runs a call of the AWS SDK; its errors come out as CallFailed. */
export async function awsCall<Result>(call: string, send: () => Promise<Result>): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    throw awsFailure(call, error);
  }
}
