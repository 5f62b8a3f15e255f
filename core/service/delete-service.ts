import type { Caller } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import { assertDeletable } from "../connection/assert-deletable.ts";
import { isVisible, touched } from "../connection/connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { contended, DomainError } from "../errors.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { findService } from "./find-service.ts";
import { finishServiceDeletion, stillRunning } from "./finish-service-deletion.ts";
import { settleRelinking } from "./relinking.ts";
import type { Service } from "./service.ts";
import { assertNotSystem } from "./system-service.ts";

/** Each asks IAM for the keys of every connection. */
const ATTEMPTS_MAX = 5;

/**
 * Deletes a data service with its keys, users and policies, once the caller has confirmed it by its name.
 * Objects and history stay.
 *
 * 1. the service is `deleting`, on the agenda: from here on it happens — dies here: the sweep goes on with 2
 * 2. each connection ends (endConnection) — dies here: the sweep ends the rest
 * 3. its pipelines no longer name it — dies here: the sweep does the rest
 * 4. the record is a tombstone with `ServiceDeleted` in its outbox. It still lists the pipelines, for the notices
 *    that are yet to come
 *
 * One of Keyturn's own goes with its org alone (`alsoSystem`). Throws DomainError: not_found, system_service,
 * confirmation_required, confirmation_mismatch, removal_not_allowed, unmanaged_key_present, operation_in_progress,
 * unavailable; CallFailed.
 */
export async function deleteService(
  ports: DeprovisionPorts,
  caller: Caller,
  serviceId: string,
  confirm: string | undefined,
  alsoSystem = false,
): Promise<void> {
  const deleting = await begin(ports, caller, async () => {
    const service = await findService(ports, caller.org, serviceId);
    if (!alsoSystem) assertNotSystem(service);
    assertConfirmed(service, confirm);
    return service;
  });
  try {
    await finishServiceDeletion(ports, deleting, caller);
  } catch (error) {
    // Any other conflict would say that nothing was changed; the deletion has begun, and the sweep ends it.
    const tells = ["removal_not_allowed", "unmanaged_key_present", "unavailable"];
    throw error instanceof DomainError && !tells.includes(error.code) ? stillRunning(ports) : error;
  }
}

function assertConfirmed({ name }: Service, confirm: string | undefined): void {
  const params = { name };
  if (confirm === undefined) {
    const detail = "Confirm the deletion with the data service's name: ?confirm={name}.";
    throw new DomainError("confirmation_required", detail, { params });
  }
  if (confirm !== name) {
    throw new DomainError("confirmation_mismatch", "The data service has another name.", { params });
  }
}

/** Somebody else may write meanwhile: then the service is found, and checked, anew. */
async function begin(
  ports: DeprovisionPorts,
  caller: Caller,
  find: () => Promise<Service>,
): Promise<Service> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await find();
    if (found.state === "deleting") return found; // by somebody else, or by a write of ours whose reply was lost
    const service = await settleRelinking(ports, found);
    if (service.version !== found.version) continue; // renamed meanwhile, or gone
    const now = ports.clock.now();
    for (const connection of await ports.connections.findMany(service.org, service.connectionIds)) {
      if (isVisible(connection)) await assertDeletable(ports, connection);
    }
    try {
      return await ports.services.update(service, {
        when: [equals("version", service.version)],
        set: { state: "deleting", nextActionAt: plus(now, REQUEST_OVER_MS), ...touched(caller.name, now) },
      });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
  throw contended();
}
