import * as z from "zod";
import { DomainError } from "../errors.ts";
import type { Org } from "../org/org.ts";
import { DEPENDENTS_NAMED_MAX, type Dependents, dependentsOf } from "../pipeline/dependents.ts";
import { type Pipeline, PipelineId } from "../pipeline/pipeline.ts";
import type { Pipelines } from "../pipeline/pipelines.ts";

const PIPELINES_PER_SERVICE_MAX = 1_000;

/** The ids of a service's pipelines, each the portal's own and named once. Where there are too many, that is all zod says. */
export const PipelineIds = z
  .array(PipelineId)
  .max(PIPELINES_PER_SERVICE_MAX, "a data service has at most 1,000 pipelines")
  .superRefine((ids, context) => {
    const seen = new Set<string>();
    for (const [index, id] of ids.entries()) {
      if (seen.has(id)) context.addIssue({ code: "custom", path: [index], message: "named before" });
      seen.add(id);
    }
  });

/** Those that are looked for are pipelines of the org. Throws unknown_pipeline, by their places in the whole list. */
export async function assertKnown(
  ports: { pipelines: Pipelines },
  org: Org,
  pipelineIds: readonly string[],
  lookedFor = pipelineIds,
): Promise<void> {
  const there = (await ports.pipelines.findMany(org, lookedFor)).map((pipeline) => pipeline.pipelineId);
  const unknown = new Set(without(lookedFor, there));
  if (unknown.size > 0) throw unknownPipelines(pipelineIds, (id) => unknown.has(id));
}

/** What the connections of a service show of its pipelines. */
export async function firstOf(
  ports: { pipelines: Pipelines },
  org: Org,
  pipelineIds: readonly string[],
): Promise<Dependents> {
  return dependentsOf(pipelineIds, await firstPipelines(ports, org, pipelineIds));
}

/** Those whose names the service and its connections show: the first of the ids named, without what is gone. */
export function firstPipelines(
  ports: { pipelines: Pipelines },
  org: Org,
  pipelineIds: readonly string[],
): Promise<Pipeline[]> {
  return ports.pipelines.findMany(org, pipelineIds.slice(0, DEPENDENTS_NAMED_MAX));
}

/** 400: which of the ids named are no pipelines of the org. Another org's are none. */
export function unknownPipelines(
  pipelineIds: readonly string[],
  isUnknown: (id: string) => boolean,
): DomainError {
  return new DomainError("unknown_pipeline", "A pipeline to link does not exist.", {
    errors: pipelineIds.flatMap((id, index) =>
      isUnknown(id) ? [{ path: `pipelineIds.${index}`, message: "no such pipeline" }] : [],
    ),
  });
}

/** Those of the ids that are not among the others, in their order. */
export function without(ids: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}
