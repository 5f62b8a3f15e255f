import type { Caller } from "../caller/caller.ts";
import { earliest, plus } from "../clock.ts";
import { OUTBOX_EVENTS_MAX, touched } from "../connection/connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { busy, notFound } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { RecordPorts } from "../ports.ts";
import type { Patch } from "../record/patch.ts";
import { serviceNotReady } from "./find-service.ts";
import { without } from "./pipelines.ts";
import type { Service } from "./service.ts";
import { assertNotSystem } from "./system-service.ts";

export interface ServiceChange {
  name?: string;
  pipelineIds?: string[];
}

/** The service as it is now, and whether this made it so. */
export interface ChangedService {
  service: Service;
  isChanged: boolean;
}

/**
 * One of Keyturn's own can be linked, and keeps its name. Throws DomainError: not_found, system_service,
 * service_not_ready, busy.
 */
export function assertChangeable(service: Service, { name }: Pick<ServiceChange, "name">): void {
  if (service.state === "deleted") throw notFound("data service");
  if (name !== undefined && name !== service.name) assertNotSystem(service);
  if (service.state !== "ready") throw serviceNotReady(service);
  if (service.outbox.length >= OUTBOX_EVENTS_MAX) throw busy("data service");
}

/** The write that makes a change visible, with its event; the connections follow. What is due before stays due. */
export function serviceChanged(
  ports: RecordPorts,
  caller: Caller,
  service: Service,
  change: Partial<Pick<Service, "name" | "pipelineIds" | "dependents">>,
): Omit<Patch<Service>, "when"> {
  const now = ports.clock.now();
  const { serviceId, name: previousServiceName } = service;
  const { name = previousServiceName, pipelineIds = service.pipelineIds } = change;
  const counts = {
    pipelinesLinked: without(pipelineIds, service.pipelineIds).length,
    pipelinesUnlinked: without(service.pipelineIds, pipelineIds).length,
  };
  const { set, append } = announce(ports.ids, service, caller, now, [
    { type: "ServiceChanged", data: { serviceId, serviceName: name, previousServiceName, ...counts } },
  ]);
  const nextActionAt = earliest(service.nextActionAt, plus(now, REQUEST_OVER_MS));
  return {
    set: { ...change, ...(nextActionAt && { nextActionAt }), ...set, ...touched(caller.name, now) },
    append,
  };
}
