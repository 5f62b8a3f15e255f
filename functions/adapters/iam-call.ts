import { awsCall } from "./aws-failure.ts";

/** The one inline policy of a user Keyturn made. */
export const USER_POLICY_NAME = "keyturn-folder";

const GIVE_UP_AFTER_MS = 6_000;

/** A call that can be made twice, so that the SDK may retry it in the time there is. Throws CallFailed. */
export function iamCall<Result>(
  name: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  return awsCall(name, () => send({ abortSignal: AbortSignal.timeout(GIVE_UP_AFTER_MS) }));
}
