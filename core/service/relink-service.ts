import type { Caller } from "../caller/caller.ts";
import { contended, notFound, operationInProgress } from "../errors.ts";
import type { Dependents } from "../pipeline/dependents.ts";
import { addLink, removeLink } from "../pipeline/link.ts";
import type { RecordPorts } from "../ports.ts";
import { inChunks } from "../record/in-chunks.ts";
import { findService } from "./find-service.ts";
import { assertKnown, firstOf, unknownPipelines, without } from "./pipelines.ts";
import { endRelinking, type HeldRelinking, settleRelinking, takeRelinking } from "./relinking.ts";
import type { Service, ServiceRef } from "./service.ts";
import {
  assertChangeable,
  type ChangedService,
  type ServiceChange,
  serviceChanged,
} from "./service-changed.ts";
import { updateService } from "./update-service.ts";

type Relink = ServiceChange & { pipelineIds: string[] };

/**
 * Links a data service to these pipelines and to no others; with a name, renames it in the same write.
 *
 * 1. the service notes whose links may be off from now on — dies here: the sweep finds nothing to put right
 * 2. those that are added name the service — dies here: the sweep takes the service away from them
 * 3. the service lists them, with `ServiceChanged` in its outbox: it has happened
 * 4. those it no longer lists do not name it either — dies here: they cannot be deleted until the sweep has done it
 * 5. the note goes
 *
 * So a pipeline that a service lists always names it, and cannot be deleted. Throws DomainError: not_found,
 * unknown_pipeline, service_not_ready, operation_in_progress, busy, unavailable; CallFailed.
 */
export async function relinkService(
  ports: RecordPorts,
  caller: Caller,
  ref: ServiceRef,
  change: Relink,
): Promise<ChangedService> {
  const found = await settleRelinking(ports, await findService(ports, ref.org, ref.serviceId));
  const unlisted = without(change.pipelineIds, found.pipelineIds);
  await assertKnown(ports, ref.org, change.pipelineIds, unlisted);
  const held = await takeRelinking(ports, ref, (service) => {
    const { relinking } = service;
    if (relinking) throw operationInProgress(ports.clock.now(), relinking.expiresAt, "data service");
    return idsToRelink(service, change);
  });
  if (!held) return { service: await findService(ports, ref.org, ref.serviceId), isChanged: false };
  const { pipelineIds: before } = held.service;
  await linkAll(ports, held, change.pipelineIds, without(change.pipelineIds, before));
  const dependents = await firstOf(ports, ref.org, change.pipelineIds);
  await write(ports, caller, held, { ...change, dependents });
  await inChunks(ports.clock, without(before, change.pipelineIds), held.until, (pipelineId) =>
    removeLink(ports, ref, pipelineId, held.until),
  );
  return { service: await endRelinking(ports, held), isChanged: true };
}

/** Undefined when the service is as it is to be. */
function idsToRelink(service: Service, change: Relink): string[] | undefined {
  const { name, pipelineIds } = change;
  const isSameList = JSON.stringify(service.pipelineIds) === JSON.stringify(pipelineIds);
  if (isSameList && (name === undefined || name === service.name)) return undefined;
  assertChangeable(service, change);
  return [...without(pipelineIds, service.pipelineIds), ...without(service.pipelineIds, pipelineIds)];
}

/** Where one of them has been deleted since it was looked for, nothing has happened. */
async function linkAll(
  ports: RecordPorts,
  held: HeldRelinking,
  pipelineIds: string[],
  added: string[],
): Promise<void> {
  const gone = new Set<string>();
  await inChunks(ports.clock, added, held.until, async (pipelineId) => {
    if (!(await addLink(ports, held.service, pipelineId, held.until))) gone.add(pipelineId);
  });
  if (gone.size === 0) return;
  await inChunks(ports.clock, added, held.until, (pipelineId) =>
    removeLink(ports, held.service, pipelineId, held.until),
  );
  await endRelinking(ports, held);
  throw unknownPipelines(pipelineIds, (id) => gone.has(id));
}

async function write(
  ports: RecordPorts,
  caller: Caller,
  held: HeldRelinking,
  change: Relink & { dependents: Dependents },
): Promise<void> {
  const service = await updateService(ports, held.service, (found) => {
    if (found.relinking?.id !== held.id) throw contended(); // too slow: taken over
    if (!idsToRelink(found, change)) return undefined; // this very write, whose reply was lost
    return serviceChanged(ports, caller, found, change);
  });
  if (!service) throw notFound("data service");
}
