import type { Actor, Caller } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import { DomainError, failureOf, unavailableUntil } from "../errors.ts";
import type { EventDraft } from "../journal/event.ts";
import { auditKeys, type Findings, nothingFound, plainlyUnmanaged } from "../key/audit-keys.ts";
import { unmanagedKeyPresent } from "../key/create-key.ts";
import { endOperation } from "../key/end-operation.ts";
import { type Held, requester } from "../key/held.ts";
import { CALLS_END_MS, callsEndAt } from "../key/operation.ts";
import { takeOver } from "../key/recover-operation.ts";
import { deleteAllKeys, removalNotAllowed } from "../key/remove-access-key.ts";
import { takeOperation } from "../key/take-operation.ts";
import type { ProvisionPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import { serviceNotReady } from "../service/find-service.ts";
import { type Connection, TOMBSTONE_MS } from "./connection.ts";
import { factsOf } from "./events.ts";
import { findConnection } from "./find-connection.ts";
import { unlinkConnection } from "./unlink-connection.ts";

/**
 * Ends a connection with its key and its user, once the caller has confirmed it by the user's name. The folder,
 * its objects and the history stay. Throws DomainError: not_found, confirmation_required,
 * confirmation_mismatch, service_not_ready, removal_not_allowed, unmanaged_key_present, operation_in_progress,
 * unavailable.
 */
export async function deleteConnection(
  ports: ProvisionPorts,
  caller: Caller,
  connectionId: string,
  confirm: string | undefined,
): Promise<void> {
  const connection = await findConnection(ports, caller.org, connectionId);
  const params = { userName: connection.userName };
  if (confirm === undefined) {
    const detail = "Confirm the deletion with the name of the connection's user: ?confirm={userName}.";
    throw new DomainError("confirmation_required", detail, { params });
  }
  if (confirm !== connection.userName) {
    throw new DomainError("confirmation_mismatch", "The connection's user has another name.", { params });
  }
  await assertServiceMade(ports, connection);
  await assertDeletable(ports, connection);
  await endConnection(ports, connection, caller);
  await unlinkConnection(ports, connection);
}

/** A service in the making needs the connection to be finished: it is not taken from under it. */
async function assertServiceMade(ports: ProvisionPorts, connection: Connection): Promise<void> {
  const service = await ports.services.find(connection);
  if (service?.state === "creating") throw serviceNotReady(service);
}

/** Nothing may stand in the way of a deletion that is known before it begins. */
export async function assertDeletable(ports: ProvisionPorts, connection: Connection): Promise<void> {
  if (connection.current && !ports.deployment.preset.removalAllowed) throw removalNotAllowed();
  if (connection.state === "creating") return;
  const listed = await ports.accessKeys.list(connection, plus(ports.clock.now(), CALLS_END_MS));
  const unmanaged = plainlyUnmanaged(connection, listed);
  if (unmanaged.length > 0) throw unmanagedKeyPresent(unmanaged);
}

/**
 * 1. take: the keys are doomed and the connection is `deleting` — dies here: the sweep goes on with 2
 * 2. delete the keys, then the user — dies here: the sweep does the rest
 * 3. the record is a tombstone, with the events in its outbox
 */
export async function endConnection(ports: ProvisionPorts, connection: Connection, by: Actor): Promise<void> {
  const take = await takeOperation(ports, { ref: connection, kind: "delete", by, seen: connection });
  if (!take.taken) return;
  const held = { ...take.connection, operation: take.operation };
  try {
    await finishDeletion(ports, held, by);
  } catch (error) {
    if (!(error instanceof PatchRefused) && failureOf(error) === undefined) throw error;
    throw unavailableUntil(ports.clock.now(), held.operation.expiresAt);
  }
}

/** The sweep's way to finish a deletion that was begun. Throws CallFailed, DomainError `unavailable`. */
export async function recoverDeletion(ports: ProvisionPorts, abandoned: Connection): Promise<void> {
  const held = await takeOver(ports, abandoned);
  if (held) await finishDeletion(ports, held, requester(held));
}

/** A user that is gone already, by whoever began the deletion, has no keys left. */
async function auditForTheLastTime(ports: ProvisionPorts, held: Held): Promise<Findings> {
  try {
    return await auditKeys(ports, held, held.windows, callsEndAt(held.operation));
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    return nothingFound;
  }
}

async function finishDeletion(ports: ProvisionPorts, held: Held, by: Actor): Promise<void> {
  const named = await deleteAllKeys(ports, held);
  const findings = held.windows.length > 0 ? await auditForTheLastTime(ports, held) : nothingFound;
  await ports.provisioning.deleteUser(held);
  const accessKeyId = held.current?.accessKeyId;
  const removed: EventDraft[] = accessKeyId
    ? [{ type: "KeyRemoved", data: { ...factsOf(held), accessKeyId } }]
    : [];
  await endOperation(ports, held, {
    state: { current: undefined, retiring: undefined, windows: [] },
    findings: { ...findings, deletedIds: [...named, ...findings.deletedIds] },
    drafts: [...removed, { type: "ConnectionDeleted", data: factsOf(held) }],
    by,
    touches: true,
    also: { state: "deleted", nextActionAt: plus(ports.clock.now(), TOMBSTONE_MS) },
  });
}
