import { type Clock, type Instant, msBetween } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import { awsFailure } from "./aws-failure.ts";

/** A call that is given up at `until`. Throws CallFailed, in which nothing of the call is. */
export async function sendBy<Result>(
  clock: Clock,
  call: string,
  until: Instant,
  attempt: (options: { abortSignal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const left = msBetween(clock.now(), until);
  if (left <= 0) throw new CallFailed(call, "unknown", "OutOfTime");
  try {
    return await attempt({ abortSignal: AbortSignal.timeout(left) });
  } catch (error) {
    const { failure, awsErrorName } = awsFailure(call, error);
    if (awsErrorName === "ResourceNotFoundException") throw new CallFailed(call, "missing", awsErrorName);
    // A secret of this name is being deleted: it passes.
    if (awsErrorName === "InvalidRequestException") throw new CallFailed(call, "throttled", awsErrorName);
    throw new CallFailed(call, failure, awsErrorName);
  }
}

/** Whether it is this failure, or AWS calls it so. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof CallFailed && (error.awsErrorName === name || error.failure === name);
}

/** Undefined where the call failed for this reason, which is none to complain of. */
export async function unless<Result>(name: string, call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!isNamed(error, name)) throw error;
    return undefined;
  }
}
