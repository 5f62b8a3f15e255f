import type { Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { findConnection } from "../connection/find-connection.ts";
import { DomainError } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { finishRemoval } from "./finish-removal.ts";
import { type Held, isHeld } from "./held.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { removalNotAllowed } from "./refusals.ts";
import { takeOperation } from "./take-operation.ts";

/**
 * Leaves the connection without a key, once the caller has confirmed it by the key's id:
 *
 * 1. take: the keys are doomed, and from here on it happens — dies here: recovery goes on with 2
 * 2. delete each key — dies here: recovery deletes the rest
 * 3. settle with `KeyRemoved` in the outbox
 *
 * Sent again after it was done, it answers the same. Throws DomainError: not_found, removal_not_allowed,
 * confirmation_required, confirmation_mismatch, no_access_key, key_changed, operation_in_progress,
 * service_not_ready, too_many_operations, busy, unavailable; CallFailed.
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
  const held = await takeOrRemoved(ports, caller, confirm, seen);
  if (!isHeld(held)) return held;
  return orUnavailable(ports.clock, held, () => finishRemoval(ports, held, caller));
}

/** A removal that was abandoned may be recovered by this very take: then the key is gone, as was asked. */
async function takeOrRemoved(
  ports: KeyPorts,
  caller: Caller,
  confirm: string,
  seen: Connection,
): Promise<Held | Connection> {
  try {
    const take = { ref: seen, kind: "remove", by: caller, expectedAccessKeyId: confirm, seen } as const;
    return await takeOperation(ports, take);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "key_changed") throw error;
    const record = await ports.connections.find(seen);
    if (record && !record.operation && !record.current && record.deletedKeys.includes(confirm)) return record;
    throw error;
  }
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
