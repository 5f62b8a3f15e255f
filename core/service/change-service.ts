import type { Caller } from "../caller/caller.ts";
import { notFound } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { relinkService } from "./relink-service.ts";
import type { Service, ServiceRef } from "./service.ts";
import {
  assertChangeable,
  type ChangedService,
  type ServiceChange,
  serviceChanged,
} from "./service-changed.ts";
import { showOnConnections } from "./show-on-connections.ts";
import { updateService } from "./update-service.ts";

/**
 * Renames a data service, links it to other pipelines (relinkService), or both at once. Its connections show the name,
 * and the first of the pipelines, too: the service's record is written first and stays on the agenda, so that a change
 * that stopped between is finished by the sweep. Folder and user keep their names. Throws DomainError: not_found,
 * system_service, unknown_pipeline, service_not_ready, operation_in_progress, busy, unavailable; CallFailed.
 */
export async function changeService(
  ports: RecordPorts,
  caller: Caller,
  serviceId: string,
  { name, pipelineIds }: ServiceChange,
): Promise<Service> {
  const ref = { org: caller.org, serviceId };
  const { service, isChanged } = pipelineIds
    ? await relinkService(ports, caller, ref, { ...(name !== undefined && { name }), pipelineIds })
    : await renameService(ports, caller, ref, name);
  if (isChanged) await showOnConnections(ports, service, caller);
  return service;
}

async function renameService(
  ports: RecordPorts,
  caller: Caller,
  ref: ServiceRef,
  name: string | undefined,
): Promise<ChangedService> {
  let isChanged = false;
  const service = await updateService(ports, ref, (found) => {
    if (found.state === "deleted") throw notFound("data service");
    if (name === undefined || name === found.name) return undefined;
    isChanged = true;
    assertChangeable(found, { name });
    return serviceChanged(ports, caller, found, { name });
  });
  if (!service) throw notFound("data service");
  return { service, isChanged };
}
