import * as z from "zod";
import { Instant, MINUTE_MS, plus } from "../clock.ts";
import { operationInProgress } from "../errors.ts";
import { LINKING_ENDS_MS, settleLink } from "../pipeline/link.ts";
import type { RecordPorts } from "../ports.ts";
import { inChunks } from "../record/in-chunks.ts";
import type { Service, ServiceRef } from "./service.ts";
import { updateService } from "./update-service.ts";

/**
 * The lease under which a data service's pipelines change: those named here may link the service although it does
 * not list them. One that ran out is taken over and finished, never overwritten.
 */
export const Relinking = z.object({ id: z.string(), pipelineIds: z.array(z.string()), expiresAt: Instant });

/** Four times as long as its holder writes. */
const LEASE_MS = MINUTE_MS;

export interface HeldRelinking {
  /** As it was when the lease was taken. */
  service: Service;
  id: string;
  /** The pipelines whose links may be written under it. */
  pipelineIds: string[];
  /** No write of a link starts later. */
  until: Instant;
}

/**
 * Takes the lease, for the pipelines that `idsOf` names of the service as it is found; undefined where it names none
 * at all. The service stays on the agenda until a sweep finds all in order. Throws what `idsOf` throws.
 */
export async function takeRelinking(
  ports: RecordPorts,
  ref: ServiceRef,
  idsOf: (service: Service) => string[] | undefined,
): Promise<HeldRelinking | undefined> {
  const id = ports.ids.next();
  let until: Instant = ports.clock.now();
  const service = await updateService(ports, ref, (found) => {
    const pipelineIds = found.relinking?.id === id ? undefined : idsOf(found);
    if (!pipelineIds) return undefined;
    const now = ports.clock.now();
    until = plus(now, LINKING_ENDS_MS);
    const expiresAt = plus(now, LEASE_MS);
    return { set: { relinking: { id, pipelineIds, expiresAt }, nextActionAt: expiresAt } };
  });
  return service?.relinking?.id === id
    ? { service, id, pipelineIds: service.relinking.pipelineIds, until }
    : undefined;
}

/** Ends the lease, if it is still held. Answers the service as it then is. */
export async function endRelinking(ports: RecordPorts, held: HeldRelinking): Promise<Service> {
  const service = await updateService(ports, held.service, ({ relinking }) =>
    relinking?.id === held.id ? { remove: ["relinking"] } : undefined,
  );
  return service ?? held.service;
}

/**
 * The service without a lease: one that was abandoned is finished, by linking what the service lists and nothing
 * else. Throws DomainError: operation_in_progress while its holder, or the next one, may be at it, unavailable; CallFailed.
 */
export async function settleRelinking(ports: RecordPorts, service: Service): Promise<Service> {
  if (!service.relinking) return service;
  const held = await takeRelinking(ports, service, ({ relinking }) => {
    const now = ports.clock.now();
    if (relinking && relinking.expiresAt > now)
      throw operationInProgress(now, relinking.expiresAt, "data service");
    return relinking?.pipelineIds;
  });
  // Finished by somebody quicker.
  if (!held) return withoutLease(ports, (await ports.services.find(service)) ?? service);
  const listed = new Set(held.service.pipelineIds);
  await inChunks(ports.clock, held.pipelineIds, held.until, (pipelineId) =>
    settleLink(ports, service, pipelineId, listed.has(pipelineId), held.until),
  );
  return withoutLease(ports, await endRelinking(ports, held));
}

/** Who slept for longer than the lease finds the next one there, and has to leave the service to it. */
function withoutLease(ports: RecordPorts, service: Service): Service {
  const { relinking } = service;
  if (relinking) throw operationInProgress(ports.clock.now(), relinking.expiresAt, "data service");
  return service;
}
