import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { findConnection } from "../connection/find-connection.ts";
import { managedBucket, newConnection } from "../connection/new-connection.ts";
import { provisionConnection } from "../connection/provision-connection.ts";
import { notFound } from "../errors.ts";
import { connectionIdFrom, derivedSeed } from "../ids.ts";
import { announce } from "../journal/announce.ts";
import type { ProvisionPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { Service } from "./service.ts";

export interface CreatedService {
  service: Service;
  connection: Connection;
}

/** Steps 2 to 4 of createService, from wherever they stopped. Also the sweep's way to finish a creation. */
export async function finishCreation(
  ports: ProvisionPorts,
  service: Service,
  by: Actor,
): Promise<CreatedService> {
  if (service.state === "ready") {
    const connection = await findConnection(ports, service.org, firstConnectionIdOf(service.serviceId));
    return { service, connection };
  }
  if (service.state !== "creating") throw notFound("data service");
  const connection = await provisionConnection(ports, await firstConnection(ports, service, by), by);
  const now = ports.clock.now();
  const announced = announce(ports.ids, service, by, now, [
    { type: "ServiceCreated", data: factsOf(connection) },
  ]);
  try {
    const ready = await ports.services.update(service, {
      when: [equals("state", "creating"), equals("sequence", service.sequence)],
      set: { state: "ready", ...announced.set },
      remove: ["nextActionAt"],
      append: announced.append,
    });
    return { service: ready, connection };
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    const found = await ports.services.find(service);
    if (found?.state !== "ready") throw notFound("data service"); // deleted meanwhile, not finished
    return { service: found, connection };
  }
}

/** A service's first connection has an id of its own making, so that whoever goes on finds the same one. */
export function firstConnectionIdOf(serviceId: string): string {
  return connectionIdFrom(derivedSeed(serviceId, "first"));
}

async function firstConnection(ports: ProvisionPorts, service: Service, by: Actor): Promise<Connection> {
  const connectionId = firstConnectionIdOf(service.serviceId);
  const ref = { org: service.org, connectionId };
  const there = await ports.connections.find(ref);
  if (there) return there;
  const managed = managedBucket(ports.deployment, service.region);
  const connection = newConnection(service, connectionId, managed, by, ports.clock.now());
  const inserted = await ports.connections.insert(connection);
  return inserted ? connection : findConnection(ports, service.org, connectionId);
}
