import { DomainError } from "../errors.ts";

/** No pipeline is known yet, so none can be linked: every id named is at fault. */
export function refuseUnknownPipelines(pipelineIds: readonly string[] | undefined): void {
  if (!pipelineIds?.length) return;
  throw new DomainError("unknown_pipeline", "A pipeline to link does not exist.", {
    errors: pipelineIds.map((_, index) => ({ path: `pipelineIds.${index}`, message: "no such pipeline" })),
  });
}
