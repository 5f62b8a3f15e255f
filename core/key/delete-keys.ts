import type { Instant } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import type { Held } from "./held.ts";
import { deleteKey, deleteKeyPersistently } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/** The key that is doomed beside the current one, if there is one. Answers its id. Throws CallFailed. */
export async function deleteRetiring(ports: KeyPorts, held: Held, until: Instant): Promise<string[]> {
  if (held.retiring?.state !== "doomed") return [];
  await deleteKey(ports, held, held.retiring, until);
  return [held.retiring.accessKeyId];
}

/**
 * Every key the record names. A request tries for as long as it has time; a recovery once, since it comes again
 * and others wait behind it. Throws CallFailed unless IAM has confirmed that all are gone.
 */
export async function deleteAllKeys(ports: KeyPorts, held: Held): Promise<string[]> {
  const until = callsEndAt(held.operation);
  const isRecovery = held.operation.id !== held.operation.originalId;
  const keys = [held.current, held.retiring].filter((key) => key !== undefined);
  for (const key of keys) {
    if (isRecovery) await deleteKey(ports, held, key, until);
    else if (!(await deleteKeyPersistently(ports, held, key, until))) {
      throw new CallFailed("DeleteAccessKey", "unknown");
    }
  }
  return keys.map((key) => key.accessKeyId);
}
