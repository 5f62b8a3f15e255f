import type { Caller } from "../caller/caller.ts";
import { DomainError } from "../errors.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { serviceNotReady } from "../service/find-service.ts";
import type { Service } from "../service/service.ts";
import { assertNotSystem } from "../service/system-service.ts";
import { assertDeletable } from "./assert-deletable.ts";
import { endConnection, resumeDeletion } from "./end-connection.ts";
import { findConnection } from "./find-connection.ts";

/**
 * Ends a connection with its key and its user, once the caller has confirmed it by the user's name. The folder,
 * its objects and the history stay. Sent again after a 503 it goes on with what was begun. Throws DomainError:
 * not_found, system_service, confirmation_required, confirmation_mismatch, service_not_ready, removal_not_allowed,
 * unmanaged_key_present, operation_in_progress, unavailable; CallFailed.
 */
export async function deleteConnection(
  ports: DeprovisionPorts,
  caller: Caller,
  connectionId: string,
  confirm: string | undefined,
): Promise<void> {
  const connection = await findConnection(ports, caller.org, connectionId);
  const begun = connection.state === "deleting";
  const service = begun ? undefined : await ports.services.find(connection);
  assertNotSystem(service);
  const params = { userName: connection.userName };
  if (confirm === undefined) {
    const detail = "Confirm the deletion with the name of the connection's user: ?confirm={userName}.";
    throw new DomainError("confirmation_required", detail, { params });
  }
  if (confirm !== connection.userName) {
    throw new DomainError("confirmation_mismatch", "The connection's user has another name.", { params });
  }
  if (begun) return resumeDeletion(ports, connection);
  assertMade(service);
  await endConnection(ports, await assertDeletable(ports, connection), caller);
}

/** A service in the making needs the connection to be finished: it is not taken from under it. */
function assertMade(service: Service | undefined): void {
  if (service?.state === "creating") throw serviceNotReady(service);
}
