import * as z from "zod";
import { DomainError } from "../errors.ts";

/** The ids of a service's pipelines, each the portal's own; at most 1,000. */
export const PipelineIds = z.array(z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/)).max(1_000);

/** No pipeline is known yet, so none can be linked: every id named is at fault. */
export function refuseUnknownPipelines(pipelineIds: readonly string[] | undefined): void {
  if (!pipelineIds?.length) return;
  throw new DomainError("unknown_pipeline", "A pipeline to link does not exist.", {
    errors: pipelineIds.map((_, index) => ({ path: `pipelineIds.${index}`, message: "no such pipeline" })),
  });
}
