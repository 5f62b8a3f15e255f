import { plus } from "../clock.ts";
import { operationInProgress } from "../errors.ts";
import { listKeys, plainlyUnmanaged } from "../key/audit-keys.ts";
import { CALLS_END_MS, hasExpired } from "../key/operation.ts";
import { recoverOperation } from "../key/recover-operation.ts";
import { removalNotAllowed, unmanagedKeyPresent } from "../key/refusals.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { type Connection, isAdopted } from "./connection.ts";
import { findConnection } from "./find-connection.ts";

/**
 * What stands in the way of a deletion is found before it begins: a running operation, a key where keys are never
 * removed, a key somebody else made. Answers the record as it is then. Throws DomainError:
 * operation_in_progress, removal_not_allowed, unmanaged_key_present, unavailable; CallFailed.
 */
export async function assertDeletable(ports: DeprovisionPorts, found: Connection): Promise<Connection> {
  const connection = await settled(ports, found);
  if (connection.current && !ports.deployment.preset.removalAllowed) throw removalNotAllowed();
  // A customer's user is not looked at, and an adopted one stays, with whatever keys others made for it.
  if (connection.state !== "ready" || connection.customer || isAdopted(connection)) return connection;
  const now = ports.clock.now();
  const unmanaged = plainlyUnmanaged(connection, await listKeys(ports, connection, plus(now, CALLS_END_MS)));
  if (unmanaged.length === 0) return connection;
  // A reset that ran meanwhile made a key the record did not know when it was read: not one to complain of.
  const again = await findConnection(ports, connection.org, connection.connectionId);
  if (again.version !== connection.version) throw operationInProgress(now, plus(now, 1_000));
  throw unmanagedKeyPresent(unmanaged);
}

/** Without an operation, once an abandoned one is recovered. */
async function settled(ports: DeprovisionPorts, connection: Connection): Promise<Connection> {
  const { operation, org, connectionId } = connection;
  if (!operation || connection.state === "deleting") return connection;
  const now = ports.clock.now();
  if (!hasExpired(operation, now)) throw operationInProgress(now, operation.expiresAt);
  await recoverOperation(ports, connection);
  return findConnection(ports, org, connectionId);
}
