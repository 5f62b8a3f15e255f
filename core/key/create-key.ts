import { type Instant, msBetween } from "../clock.ts";
import { CallFailed, failureOf } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import type { IssuedKey } from "./access-keys.ts";
import { auditKeys, type Findings } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { PROPAGATED_AFTER_MS, startsInTime } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import { unmanagedKeyPresent, userMissing } from "./refusals.ts";

/** How long a user made a moment ago is waited for; the first key of a region is made right after its user. */
const NEW_USER_PAUSES_MS = [500, 1_000, 2_000, 3_000];

/**
 * Creates the key, sent once because it is not idempotent, but for an answer that says that nothing was done. When IAM
 * says the user has its two keys already, an orphan of ours makes room and the create is sent once more; somebody
 * else's key is a conflict; and when the list shows neither, it is only late. A user that IAM has known and does not
 * know any more is gone for good. What was found is added to `findings`, whatever the outcome.
 */
export async function createKey(ports: KeyPorts, held: Held, findings: Findings): Promise<IssuedKey> {
  const until = callsEndAt(held.operation);
  try {
    return await createOnceSeen(ports, held, until);
  } catch (error) {
    if (failureOf(error) === "missing" && !isNew(ports, held)) throw userMissing(held.userName);
    if (failureOf(error) !== "limit_exceeded") throw error;
  }
  const found = await auditKeys(ports, held, held.windows, until);
  findings.deletedIds.push(...found.deletedIds);
  findings.unmanaged.push(...found.unmanaged);
  if (found.deletedIds.length > 0) {
    startsInTime(ports.clock, "CreateAccessKey", until);
    return ports.accessKeys.create(held, until);
  }
  if (found.unmanaged.length > 0) throw unmanagedKeyPresent(found.unmanaged.map((key) => key.accessKeyId));
  throw new CallFailed("CreateAccessKey", "limit_exceeded");
}

/** IAM does not know a user everywhere at once, and says so. */
async function createOnceSeen(ports: KeyPorts, held: Held, until: Instant): Promise<IssuedKey> {
  for (const pause of NEW_USER_PAUSES_MS) {
    startsInTime(ports.clock, "CreateAccessKey", until);
    try {
      return await ports.accessKeys.create(held, until);
    } catch (error) {
      if (failureOf(error) !== "missing" || !isNew(ports, held)) throw error;
    }
    await ports.clock.sleep(pause);
  }
  startsInTime(ports.clock, "CreateAccessKey", until);
  return ports.accessKeys.create(held, until);
}

/** Not by the record's age: a creation that had stopped may have made its user, and become ready, a moment ago. */
function isNew({ clock }: KeyPorts, { updatedOn }: Held): boolean {
  return msBetween(updatedOn, clock.now()) < PROPAGATED_AFTER_MS;
}
