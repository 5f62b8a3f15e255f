import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import type { Caller } from "../iam/caller.ts";
import { invalidAction } from "../iam/iam-service.ts";
import type { XmlObject } from "../xml.ts";
import type { Sessions } from "./sessions.ts";

const VERSION = "2011-06-15";
const SECONDS_MIN = 900;
const SECONDS_MAX = 129_600;
const SECONDS_DEFAULT = 43_200;
const ROOT_SECONDS_MAX = 3600;

/** Neither call needs a permission, nor can a policy take it away: that is how AWS has it. */
export function stsService(sessions: Sessions) {
  return (action: string, params: URLSearchParams, caller: Caller): XmlObject => {
    if (params.get("Version") !== VERSION) throw invalidAction(action, params);
    if (action === "GetCallerIdentity") {
      return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
    }
    if (action === "GetSessionToken") return getSessionToken(sessions, params, caller);
    throw invalidAction(action, params);
  };
}

function getSessionToken(sessions: Sessions, params: URLSearchParams, caller: Caller): XmlObject {
  if (caller.sessionIssuedAt !== undefined) {
    throw new AwsError(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
  }
  if (params.has("SerialNumber") || params.has("TokenCode")) {
    throw new AwsError(403, "AccessDenied", "MultiFactorAuthentication failed: no MFA device is known here.");
  }
  const seconds = sessionSeconds(params.get("DurationSeconds"), caller.user === undefined);
  const owner = caller.user && { userName: caller.user.userName, userId: caller.user.userId };
  const session = sessions.issue(owner, seconds);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.token,
      Expiration: isoSeconds(session.expiresAt),
    },
  };
}

function sessionSeconds(given: string | null, isRoot: boolean): number {
  const seconds = given === null ? SECONDS_DEFAULT : /^\d{1,7}$/.test(given) ? Number(given) : 0;
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
    throw new AwsError(
      400,
      "ValidationError",
      `1 validation error detected: Value '${given}' at 'durationSeconds' failed to satisfy constraint: ` +
        `Member must have value between ${SECONDS_MIN} and ${SECONDS_MAX}`,
    );
  }
  return isRoot ? Math.min(seconds, ROOT_SECONDS_MAX) : seconds;
}
