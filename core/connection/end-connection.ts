import type { Actor } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import { DomainError, failureOf, unavailableUntil } from "../errors.ts";
import { auditKeys, type Findings, nothingFound } from "../key/audit-keys.ts";
import { deleteAllKeys } from "../key/delete-keys.ts";
import { endOperation } from "../key/end-operation.ts";
import { forgetPairs, keyRemoved } from "../key/finish-removal.ts";
import { type Held, requester } from "../key/held.ts";
import { callsEndAt, hasExpired, LEASE_MS, type Operation } from "../key/operation.ts";
import { orUnavailable } from "../key/or-unavailable.ts";
import { takeOver } from "../key/recover-operation.ts";
import { deletionHeldUp, removalNotAllowed } from "../key/refusals.ts";
import { reportUnmanaged } from "../key/report-unmanaged.ts";
import { takeOperation } from "../key/take-operation.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { type Connection, TOMBSTONE_MS } from "./connection.ts";
import { dropFromService } from "./drop-from-service.ts";
import { endUser } from "./end-user.ts";
import { factsOf } from "./events.ts";

const LOOKS_MAX = 5;
const LOOK_AGAIN_MS = 500;

/**
 * Ends a connection that may be deleted (assertDeletable):
 *
 * 1. take: the keys are doomed and the connection is `deleting` — dies here: the sweep goes on with 2
 * 2. delete the keys, then the user, unless it was adopted; of a customer's the secret alone — dies here: the sweep does
 *    the rest
 * 3. the service no longer names the connection — dies here: the sweep does 2 and 3 again, to no effect, and 4
 * 4. the record is a tombstone, with the events in its outbox
 *
 * Throws DomainError: removal_not_allowed, unmanaged_key_present (somebody made a key meanwhile),
 * operation_in_progress, unavailable, and what else a take throws.
 */
export async function endConnection(
  ports: DeprovisionPorts,
  connection: Connection,
  by: Actor,
): Promise<void> {
  try {
    const held = await takeDeletion(ports, connection, by);
    await orUnavailable(ports.clock, held, () => finishDeletion(ports, held, by));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "operation_in_progress") throw error;
    const found = await ports.connections.find(connection);
    if (found?.state !== "deleting") throw error;
    await resumeDeletion(ports, found);
  }
}

/**
 * Goes on with a deletion that somebody began, or waits a little for whoever is at it. Throws DomainError `unavailable` when
 * they take longer, and when AWS does not answer; unmanaged_key_present.
 */
export async function resumeDeletion(ports: DeprovisionPorts, deleting: Connection): Promise<void> {
  const now = ports.clock.now();
  const { operation } = deleting;
  if (operation && !hasExpired(operation, now)) return awaitHolder(ports, deleting, operation);
  const held = await takeOver(ports, deleting);
  // Taken over by somebody quicker: it is not done before they are.
  if (!held) throw unavailableUntil(now, plus(now, LEASE_MS));
  await orUnavailable(ports.clock, held, () => finishDeletion(ports, held, requester(held)));
}

/** Two clicks are two requests: the first is mostly done before the second has waited in vain. */
async function awaitHolder(
  ports: DeprovisionPorts,
  deleting: Connection,
  { expiresAt }: Operation,
): Promise<void> {
  for (let look = 1; look <= LOOKS_MAX; look++) {
    await ports.clock.sleep(LOOK_AGAIN_MS);
    const found = await ports.connections.find(deleting);
    if (!found || found.state === "deleted") return;
  }
  throw unavailableUntil(ports.clock.now(), expiresAt);
}

/** Where keys are never removed, one that was created meanwhile is not doomed either. */
async function takeDeletion(ports: DeprovisionPorts, connection: Connection, by: Actor): Promise<Held> {
  const keyless = !ports.deployment.preset.removalAllowed;
  try {
    return await takeOperation(ports, {
      ref: connection,
      kind: "delete",
      by,
      seen: connection,
      ...(keyless && { expectedAccessKeyId: null }),
    });
  } catch (error) {
    if (keyless && error instanceof DomainError && error.code === "key_changed") throw removalNotAllowed();
    throw error;
  }
}

async function finishDeletion(ports: DeprovisionPorts, held: Held, by: Actor): Promise<void> {
  const named = await (held.customer ? forgetPairs(ports, held) : deleteAllKeys(ports, held));
  const findings = held.windows.length > 0 ? await auditForTheLastTime(ports, held) : nothingFound;
  if (!held.customer) await deleteUser(ports, held);
  await dropFromService(ports, held);
  await endOperation(ports, held, {
    state: { current: undefined, retiring: undefined, windows: [] },
    findings: { ...findings, deletedIds: [...named, ...findings.deletedIds] },
    drafts: [...keyRemoved(held), { type: "ConnectionDeleted", data: factsOf(held) }],
    by,
    touches: true,
    also: { state: "deleted", nextActionAt: plus(ports.clock.now(), TOMBSTONE_MS) },
  });
}

/** IAM keeps a user that has keys. Whoever made one has to know, and so has whoever waits for the deletion. */
async function deleteUser(ports: DeprovisionPorts, held: Held): Promise<void> {
  try {
    await endUser(ports, held);
  } catch (error) {
    if (failureOf(error) !== "denied") throw error;
    const findings = await auditKeys(ports, held, held.windows, callsEndAt(held.operation));
    if (findings.unmanaged.length === 0) throw error;
    await reportUnmanaged(ports, held, findings);
    throw deletionHeldUp(findings.unmanaged.map((key) => key.accessKeyId));
  }
}

/** A user that is gone already, by whoever began the deletion, has no keys left. */
async function auditForTheLastTime(ports: DeprovisionPorts, held: Held): Promise<Findings> {
  try {
    return await auditKeys(ports, held, held.windows, callsEndAt(held.operation));
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    return nothingFound;
  }
}
