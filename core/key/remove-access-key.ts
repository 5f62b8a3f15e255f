import type { Actor, Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { findConnection } from "../connection/find-connection.ts";
import { CallFailed, DomainError, failureOf, unavailableUntil } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";
import { deleteKey, deleteKeyPersistently } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import { type Taken, takeOperation } from "./take-operation.ts";

/**
 * Leaves the connection without a key, once the caller has confirmed it by the key's id:
 *
 * 1. take: the keys are doomed, and from here on it happens — dies here: recovery goes on with 2
 * 2. delete each key — dies here: recovery deletes the rest
 * 3. settle with `KeyRemoved` in the outbox
 *
 * Sent again after it was done, it answers the same. Throws DomainError: not_found, removal_not_allowed,
 * confirmation_required, confirmation_mismatch, no_access_key, key_changed, operation_in_progress,
 * too_many_operations, busy, unavailable.
 */
export async function removeAccessKey(
  ports: KeyPorts,
  caller: Caller,
  connectionId: string,
  confirm: string | undefined,
): Promise<Connection> {
  const seen = await findConnection(ports, caller.org, connectionId);
  if (!ports.deployment.preset.removalAllowed) throw removalNotAllowed();
  const accessKeyId = seen.current?.accessKeyId;
  if (confirm === undefined) throw confirmationRequired(accessKeyId);
  if (!seen.operation && !accessKeyId) {
    if (seen.deletedKeys.includes(confirm)) return seen;
    throw new DomainError("no_access_key", "The connection has no access key.");
  }
  if (accessKeyId && accessKeyId !== confirm) throw confirmationMismatch(accessKeyId);
  const take = await takeOrRemoved(ports, caller, confirm, seen);
  if (!("taken" in take)) return take;
  if (!take.taken) throw new Error("a removal is not remembered by an idempotency key");
  const held = { ...take.connection, operation: take.operation };
  try {
    return await finishRemoval(ports, held, caller);
  } catch (error) {
    if (!(error instanceof PatchRefused) && failureOf(error) === undefined) throw error;
    throw unavailableUntil(ports.clock.now(), held.operation.expiresAt);
  }
}

/** A removal that was abandoned may be recovered by this very take: then the key is gone, as was asked. */
async function takeOrRemoved(
  ports: KeyPorts,
  caller: Caller,
  confirm: string,
  seen: Connection,
): Promise<Taken | Connection> {
  try {
    const take = { ref: seen, kind: "remove", by: caller, expectedAccessKeyId: confirm, seen } as const;
    return await takeOperation(ports, take);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "key_changed") throw error;
    const record = await ports.connections.find(seen);
    if (record && !record.current && record.deletedKeys.includes(confirm)) return record;
    throw error;
  }
}

/** Deletes what the take has doomed, and settles. Also the way a removal is recovered. */
export async function finishRemoval(ports: KeyPorts, held: Held, by: Actor): Promise<Connection> {
  const accessKeyId = held.current?.accessKeyId ?? "";
  const deletedIds = await deleteAllKeys(ports, held);
  return endOperation(ports, held, {
    state: { current: undefined, retiring: undefined, windows: held.windows },
    findings: { ...nothingFound, deletedIds },
    drafts: [{ type: "KeyRemoved", data: { ...factsOf(held), accessKeyId } }],
    by,
    touches: true,
  });
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

export function removalNotAllowed(): DomainError {
  return new DomainError("removal_not_allowed", "Access keys are never removed here. Reset the key instead.");
}

function confirmationRequired(accessKeyId: string | undefined): DomainError {
  const detail = "Confirm the removal with the id of the access key to remove: ?confirm={accessKeyId}.";
  return new DomainError("confirmation_required", detail, { params: { accessKeyId: accessKeyId ?? "" } });
}

/** What was sent is not repeated: somebody may have pasted the secret instead of the id. */
function confirmationMismatch(accessKeyId: string): DomainError {
  return new DomainError(
    "confirmation_mismatch",
    "The connection's access key is another than the confirmed one.",
    {
      params: { accessKeyId },
    },
  );
}
