import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { findConnection } from "../connection/find-connection.ts";
import { bucketOfRegion, customersConnection, newConnection } from "../connection/new-connection.ts";
import { provisionConnection } from "../connection/provision-connection.ts";
import { contended, notFound } from "../errors.ts";
import { firstConnectionIdOf } from "../ids.ts";
import { announce } from "../journal/announce.ts";
import type { ProvisionPorts, RecordPorts } from "../ports.ts";
import { equals, type Patch, PatchRefused } from "../record/patch.ts";
import { findService } from "./find-service.ts";
import { linkNewService } from "./link-new-service.ts";
import type { Service } from "./service.ts";

export interface CreatedService {
  service: Service;
  connection: Connection;
}

/** Steps 2 to 5 of createService, from wherever they stopped. Also the sweep's way to finish a creation. */
export function finishCreation(ports: ProvisionPorts, service: Service, by: Actor): Promise<CreatedService> {
  return finishWith(ports, service, by, async (linked) =>
    provisionConnection(ports, await firstConnection(ports, linked, by), by),
  );
}

/** The same for whatever makes the first connection: it is called with the service as it is to become, maybe twice. */
export async function finishWith(
  ports: RecordPorts,
  service: Service,
  by: Actor,
  connect: (linked: Service) => Promise<Connection>,
): Promise<CreatedService> {
  if (service.state === "ready") {
    const connection = await findConnection(ports, service.org, firstConnectionIdOf(service.serviceId));
    return { service, connection };
  }
  if (service.state !== "creating") throw notFound("data service");
  const linked = await linkNewService(ports, service);
  if (!linked) {
    return finishWith(ports, await findService(ports, service.org, service.serviceId), by, connect);
  }
  const connection = await connect(linked);
  try {
    return {
      service: await ports.services.update(service, readyPatch(ports, linked, connection, by)),
      connection,
    };
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    const found = await findService(ports, service.org, service.serviceId);
    if (found.state === "ready") return { service: found, connection };
    if (found.state === "creating") throw contended(); // somebody who came later is at it
    throw notFound("data service"); // deleted meanwhile, not finished
  }
}

/** With pipelines it stays on the agenda: one of them may have been renamed since it was asked for its name. */
function readyPatch(
  ports: RecordPorts,
  { state, sequence, pipelineIds, dependents, relinking }: Service,
  connection: Connection,
  by: Actor,
): Patch<Service> {
  const announced = announce(ports.ids, { sequence }, by, ports.clock.now(), [
    { type: "ServiceCreated", data: factsOf(connection) },
  ]);
  return {
    when: [
      ...[equals("state", state), equals("sequence", sequence)],
      ...(relinking ? [equals("relinking.id", relinking.id)] : []),
    ],
    set: { state: "ready", ...announced.set, ...(relinking && { pipelineIds, dependents }) },
    remove: [relinking ? "relinking" : "nextActionAt"],
    append: announced.append,
  };
}

async function firstConnection(ports: ProvisionPorts, service: Service, by: Actor): Promise<Connection> {
  const connectionId = firstConnectionIdOf(service.serviceId);
  const ref = { org: service.org, connectionId };
  const there = await ports.connections.find(ref);
  if (there) return there;
  const now = ports.clock.now();
  const connection =
    customersConnection(service, connectionId, ports.deployment, by, now) ??
    newConnection(service, connectionId, bucketOfRegion(ports.deployment, service.region), by, now);
  const inserted = await ports.connections.insert(connection);
  return inserted ? connection : findConnection(ports, service.org, connectionId);
}
