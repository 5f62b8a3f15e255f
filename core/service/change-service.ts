import type { Actor, Caller } from "../caller/caller.ts";
import { type Instant, plus } from "../clock.ts";
import { isVisible, OUTBOX_EVENTS_MAX, touched } from "../connection/connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { busy } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { RecordPorts } from "../ports.ts";
import { absent, anyOf, atMost, equals, PatchRefused } from "../record/patch.ts";
import { findService, serviceNotReady } from "./find-service.ts";
import { refuseUnknownPipelines } from "./pipelines.ts";
import type { Service } from "./service.ts";

export interface ServiceChange {
  name?: string;
  pipelineIds?: string[];
}

const ATTEMPTS_MAX = 5;

/**
 * Renames a data service. Its connections show the name too: the service's record is written first and stays
 * on the agenda, so that a rename that stopped between is finished by the sweep. Folder and user keep theirs.
 * Throws DomainError: not_found, unknown_pipeline, service_not_ready, busy; CallFailed.
 */
export async function changeService(
  ports: RecordPorts,
  caller: Caller,
  serviceId: string,
  change: ServiceChange,
): Promise<Service> {
  refuseUnknownPipelines(change.pipelineIds);
  const service = await findService(ports, caller.org, serviceId);
  if (change.name === undefined || change.name === service.name) return service;
  const renamed = await rename(ports, caller, service, change.name);
  await renameConnections(ports, renamed, caller);
  return renamed;
}

async function rename(ports: RecordPorts, caller: Caller, found: Service, name: string): Promise<Service> {
  let service = found;
  for (let attempt = 1; ; attempt++) {
    if (service.state !== "ready") throw serviceNotReady(service);
    if (service.outbox.length >= OUTBOX_EVENTS_MAX) throw busy("data service");
    const now = ports.clock.now();
    const { serviceId, name: previousServiceName } = service;
    const announced = announce(ports.ids, service, caller, now, [
      { type: "ServiceChanged", data: { serviceId, serviceName: name, previousServiceName } },
    ]);
    try {
      return await ports.services.update(service, {
        when: [equals("version", service.version)],
        set: {
          name,
          nextActionAt: plus(now, REQUEST_OVER_MS),
          ...announced.set,
          ...touched(caller.name, now),
        },
        append: announced.append,
      });
    } catch (error) {
      if (!(error instanceof PatchRefused) || attempt === ATTEMPTS_MAX) throw error;
    }
    service = await findService(ports, caller.org, serviceId);
    if (service.name === name) return service;
  }
}

/** Gives every connection of the service its name, unless it has a later one by now. */
export async function renameConnections(ports: RecordPorts, service: Service, by: Actor): Promise<void> {
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  const now: Instant = ports.clock.now();
  for (const connection of connections.filter(isVisible)) {
    const isAnother = connection.serviceName !== service.name;
    if (!isAnother && connection.nameSequence === service.sequence) continue;
    const { name: serviceName, sequence: nameSequence } = service;
    try {
      await ports.connections.update(connection, {
        when: [anyOf(absent("nameSequence"), atMost("nameSequence", nameSequence))],
        set: { serviceName, nameSequence, ...(isAnother && touched(by.name, now)) },
      });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error; // renamed again meanwhile, or gone
    }
  }
}
