import type { Actor } from "../caller/caller.ts";
import { MINUTE_MS, plus } from "../clock.ts";
import { buryUnmade } from "../connection/bury-unmade.ts";
import { type Connection, isVisible, TOMBSTONE_MS, touched } from "../connection/connection.ts";
import { endConnection, resumeDeletion } from "../connection/end-connection.ts";
import { DomainError, secondsUntil } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import { LINKING_ENDS_MS, removeLink } from "../pipeline/link.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { inChunks } from "../record/in-chunks.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { Service } from "./service.ts";

/** Steps 2 to 4 of deleteService, from wherever they stopped. Also the sweep's way to finish a deletion. */
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
export function stillRunning({ clock }: DeprovisionPorts): DomainError {
  const detail = "The deletion is under way. Nothing is lost: send the same request again later.";
  const now = clock.now();
  return new DomainError("unavailable", detail, {
    retryAfterSeconds: secondsUntil(now, plus(now, MINUTE_MS)),
  });
}
