import type { Actor, Caller } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import { isVisible, OUTBOX_EVENTS_MAX, touched } from "../connection/connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { busy, notFound } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { RecordPorts } from "../ports.ts";
import { absent, anyOf, atMost, type Patch, PatchRefused } from "../record/patch.ts";
import { serviceNotReady } from "./find-service.ts";
import { refuseUnknownPipelines } from "./pipelines.ts";
import type { Service } from "./service.ts";
import { updateService } from "./update-service.ts";

export interface ServiceChange {
  name?: string;
  pipelineIds?: string[];
}

/**
 * Renames a data service. Its connections show the name too: the service's record is written first and stays
 * on the agenda, so that a rename that stopped between is finished by the sweep. Folder and user keep theirs.
 * Throws DomainError: not_found, unknown_pipeline, service_not_ready, busy, unavailable; CallFailed.
 */
export async function changeService(
  ports: RecordPorts,
  caller: Caller,
  serviceId: string,
  change: ServiceChange,
): Promise<Service> {
  refuseUnknownPipelines(change.pipelineIds);
  const ref = { org: caller.org, serviceId };
  let renames = false;
  const service = await updateService(ports, ref, (found) => {
    if (found.state === "deleted") throw notFound("data service");
    if (change.name === undefined || change.name === found.name) return undefined;
    renames = true;
    return renaming(ports, caller, found, change.name);
  });
  if (!service) throw notFound("data service");
  if (renames) await renameConnections(ports, service, caller);
  return service;
}

function renaming(
  ports: RecordPorts,
  caller: Caller,
  service: Service,
  name: string,
): Omit<Patch<Service>, "when"> {
  if (service.state !== "ready") throw serviceNotReady(service);
  if (service.outbox.length >= OUTBOX_EVENTS_MAX) throw busy("data service");
  const now = ports.clock.now();
  const { serviceId, name: previousServiceName } = service;
  const { set, append } = announce(ports.ids, service, caller, now, [
    { type: "ServiceChanged", data: { serviceId, serviceName: name, previousServiceName } },
  ]);
  const nextActionAt = plus(now, REQUEST_OVER_MS);
  return { set: { name, nextActionAt, ...set, ...touched(caller.name, now) }, append };
}

/** Gives every connection of the service its name, unless it has a later one by now. */
export async function renameConnections(ports: RecordPorts, service: Service, by: Actor): Promise<void> {
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  const now = ports.clock.now();
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
