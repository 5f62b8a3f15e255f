import { CallFailed, failureOf } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import type { IssuedKey } from "./access-keys.ts";
import { auditKeys, type Findings } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { startsInTime } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import { unmanagedKeyPresent } from "./refusals.ts";

/**
 * Creates the key, sent once because it is not idempotent. When IAM says the user has its two keys already,
 * an orphan of ours makes room and the create is sent once more; somebody else's key is a conflict; and when
 * the list shows neither, it is only late. What was found is added to `findings`, whatever the outcome.
 */
export async function createKey(ports: KeyPorts, held: Held, findings: Findings): Promise<IssuedKey> {
  const until = callsEndAt(held.operation);
  startsInTime(ports.clock, "CreateAccessKey", until);
  try {
    return await ports.accessKeys.create(held, until);
  } catch (error) {
    if (failureOf(error) !== "limit_exceeded") throw error;
  }
  const known = { ...held, deletedKeys: [...held.deletedKeys, ...findings.deletedIds] };
  const found = await auditKeys(ports, known, held.windows, until);
  findings.deletedIds.push(...found.deletedIds);
  findings.unmanaged.push(...found.unmanaged);
  if (found.deletedIds.length > 0) {
    startsInTime(ports.clock, "CreateAccessKey", until);
    return ports.accessKeys.create(held, until);
  }
  if (found.unmanaged.length > 0) throw unmanagedKeyPresent(found.unmanaged.map((key) => key.accessKeyId));
  throw new CallFailed("CreateAccessKey", "limit_exceeded");
}
