import type { Actor, Caller } from "../caller/caller.ts";
import { MINUTE_MS, plus } from "../clock.ts";
import { assertDeletable } from "../connection/assert-deletable.ts";
import { buryUnmade } from "../connection/bury-unmade.ts";
import { type Connection, isVisible, TOMBSTONE_MS, touched } from "../connection/connection.ts";
import { endConnection, resumeDeletion } from "../connection/end-connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { contended, DomainError, unavailableUntil } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import { LINKING_ENDS_MS, removeLink } from "../pipeline/link.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { inChunks } from "../record/in-chunks.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { findService } from "./find-service.ts";
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

/** Steps 2 to 4, from wherever they stopped. Also the sweep's way to finish a deletion. */
export async function finishServiceDeletion(
  ports: DeprovisionPorts,
  service: Service,
  by: Actor,
): Promise<void> {
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  for (const connection of connections.filter(isVisible)) {
    if (connection.state === "deleting") await resumeDeletion(ports, connection);
    else await endOrTakeBack(ports, service, connection, by);
  }
  const there = new Set(connections.map((connection) => connection.connectionId));
  for (const id of service.connectionIds) {
    if (!there.has(id) && !(await buryUnmade(ports, service, id, by))) throw stillRunning(ports);
  }
  await unlinkAll(ports, service);
  const now = ports.clock.now();
  const { serviceId, name: serviceName } = service;
  const announced = announce(ports.ids, service, by, now, [
    { type: "ServiceDeleted", data: { serviceId, serviceName } },
  ]);
  try {
    await ports.services.update(service, {
      when: [equals("state", "deleting"), equals("sequence", service.sequence)],
      set: {
        state: "deleted",
        nextActionAt: plus(now, TOMBSTONE_MS),
        ...announced.set,
        ...touched(by.name, now),
      },
      append: announced.append,
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error; // refused: somebody else finished it
  }
}

/** All its connections have ended, so nothing brings the service back; nobody links a service that is `deleting`. */
async function unlinkAll(ports: DeprovisionPorts, service: Service): Promise<void> {
  const until = plus(ports.clock.now(), LINKING_ENDS_MS);
  await inChunks(ports.clock, service.pipelineIds, until, (pipelineId) =>
    removeLink(ports, service, pipelineId, until),
  );
}

/** Where keys are never removed, one that was created meanwhile ends the deletion instead: the service stays. */
async function endOrTakeBack(
  ports: DeprovisionPorts,
  service: Service,
  connection: Connection,
  by: Actor,
): Promise<void> {
  try {
    await endConnection(ports, connection, by);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "removal_not_allowed") throw error;
    await ports.services.update(service, {
      when: [equals("state", "deleting"), equals("sequence", service.sequence)],
      set: { state: service.sequence === 0 ? "creating" : "ready" }, // one that told of nothing yet has to
    });
    throw error;
  }
}

/** A connection of it is being deleted by somebody, or its deletion waits to be recovered. */
function stillRunning(ports: DeprovisionPorts): DomainError {
  const now = ports.clock.now();
  return unavailableUntil(now, plus(now, MINUTE_MS));
}
