import { type Clock, type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from "../clock.ts";
import { failureOf } from "../errors.ts";
import type { KeyUse, LookUp } from "./access-key.ts";
import type { AccessKeys, IamUser } from "./access-keys.ts";
import { PROPAGATED_AFTER_MS } from "./key-calls.ts";

/**
 * IAM notes a key's use at most every 15 minutes ("Last accessed information", IAM user guide), so that asking more often
 * tells nothing new.
 */
const WORTH_ASKING_AGAIN_MS = 15 * MINUTE_MS;
/** A look-up holds up whoever waits for it: it is given up early. */
const PATIENCE_MS = 5 * SECOND_MS;

interface UsePorts {
  clock: Clock;
  accessKeys: AccessKeys;
}

/** What IAM says of the key's last use. Undefined where it did not tell, which never means that it was not used. */
export async function lookUpUse(
  ports: UsePorts,
  user: IamUser,
  { accessKeyId, createdAt }: { accessKeyId: string; createdAt: Instant },
  patienceMs: number = PATIENCE_MS,
): Promise<LookUp | undefined> {
  const askedAt = ports.clock.now();
  try {
    return { askedAt, use: await ports.accessKeys.lastUse(user, accessKeyId, plus(askedAt, patienceMs)) };
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    // A key that IAM does not know cannot be in use: somebody has deleted it, or it is too new to be seen everywhere.
    const isGone = failureOf(error) === "missing" && msBetween(createdAt, askedAt) >= PROPAGATED_AFTER_MS;
    return isGone ? { askedAt, use: null } : undefined;
  }
}

/** Whether what was said then may have changed by now. */
export function isWorthAsking(lookUp: LookUp | undefined, now: Instant): boolean {
  return lookUp === undefined || msBetween(lookUp.askedAt, now) >= WORTH_ASKING_AGAIN_MS;
}

/** IAM does not always name the service. */
export function serviceOf({ service }: KeyUse): string {
  return service || "an AWS service";
}

export function lastUseOf(key: { lookUp?: LookUp | undefined }): KeyUse | undefined {
  return key.lookUp?.use ?? undefined;
}
