import { buryUnmade } from "../connection/bury-unmade.ts";
import { isVisible } from "../connection/connection.ts";
import { dependentsOf } from "../pipeline/dependents.ts";
import { endRenamings } from "../pipeline/renaming.ts";
import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { firstPipelines } from "./pipelines.ts";
import { settleRelinking } from "./relinking.ts";
import type { Service } from "./service.ts";
import { showAgain } from "./show-on-connections.ts";

/**
 * What a request that stopped half-way left at a service that is ready: pipelines that name it although it does not
 * list them, a connection it names but never made, one that shows a former name, of the service or of a pipeline.
 * Then nothing is due any more, but for names that may have been read too early: they are read again. A pipeline that is
 * being renamed by somebody who has slept since then keeps its name: whoever it is has to begin anew.
 * Throws DomainError: operation_in_progress, unavailable; PatchRefused; CallFailed.
 */
export async function mendService(ports: RecordPorts, due: Service): Promise<void> {
  const by = { org: due.org, name: due.updatedBy, correlationId: due.serviceId };
  const service = await settleRelinking(ports, due);
  if (service.state !== "ready") return; // deleted meanwhile: what is due is another's
  const { namesDueAt } = service;
  const isTooEarly = namesDueAt !== undefined && namesDueAt > ports.clock.now();
  // In this order, and at the last look with a write of each connection: a sweep that sleeps between never replaces the
  // names that another has read later.
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  const pipelines = await firstPipelines(ports, service.org, service.pipelineIds);
  if (!isTooEarly) await endRenamings(ports, pipelines);
  const dependents = dependentsOf(service.pipelineIds, pipelines);
  const isLastLook = namesDueAt !== undefined && !isTooEarly;
  if (!(await showAgain(ports, { ...service, dependents }, connections, by, isLastLook))) return; // the next sweep looks again
  const there = await ports.connections.findMany(service.org, service.connectionIds);
  const shown = new Set(connections.map((connection) => connection.connectionId));
  // Made since the look, maybe with former names: the next sweep shows it these.
  if (there.some((one) => isVisible(one) && !shown.has(one.connectionId))) return;
  const made = new Set(there.filter(isVisible).map((connection) => connection.connectionId));
  const known = new Set(there.map((connection) => connection.connectionId));
  for (const id of service.connectionIds) {
    if (!known.has(id) && !(await buryUnmade(ports, service, id, by))) return; // made just now: the next sweep mends it
  }
  const connectionIds = service.connectionIds.filter((id) => made.has(id));
  await ports.services.update(service, {
    when: [equals("version", service.version)],
    set: { connectionIds, dependents, ...(isTooEarly && { nextActionAt: namesDueAt }) },
    remove: isTooEarly ? [] : ["nextActionAt", "namesDueAt"],
  });
}
