import { addLink } from "../pipeline/link.ts";
import type { RecordPorts } from "../ports.ts";
import { inChunks } from "../record/in-chunks.ts";
import { firstOf, without } from "./pipelines.ts";
import { takeRelinking } from "./relinking.ts";
import type { Service } from "./service.ts";

/**
 * The pipelines that a new data service lists name it; one that has been deleted since it was asked for is dropped.
 * Answers the service as it is to become, undefined when somebody else has finished or deleted it.
 *
 * Whoever comes later takes the lease over: all of them add the same links, and the last of them finishes. It keeps
 * a deletion from taking links away while they are still being added.
 */
export async function linkNewService(ports: RecordPorts, service: Service): Promise<Service | undefined> {
  if (service.pipelineIds.length === 0) return service;
  const held = await takeRelinking(ports, service, ({ state, pipelineIds }) =>
    state === "creating" ? pipelineIds : undefined,
  );
  if (!held) return undefined;
  const gone: string[] = [];
  await inChunks(ports.clock, held.service.pipelineIds, held.until, async (pipelineId) => {
    if (!(await addLink(ports, service, pipelineId, held.until))) gone.push(pipelineId);
  });
  const pipelineIds = without(held.service.pipelineIds, gone);
  return { ...held.service, pipelineIds, dependents: await firstOf(ports, service.org, pipelineIds) };
}
