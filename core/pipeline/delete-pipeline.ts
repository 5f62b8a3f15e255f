import type { Caller } from "../caller/caller.ts";
import { contended, DomainError } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { findPipeline } from "./find-pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

const ATTEMPTS_MAX = 20;

/**
 * Forgets a pipeline that no data service links. Throws DomainError: not_found, pipeline_in_use, unavailable;
 * CallFailed.
 */
export async function deletePipeline(ports: RecordPorts, caller: Caller, pipelineId: string): Promise<void> {
  let found: Pipeline | undefined = await findPipeline(ports, caller.org, pipelineId);
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    if (!found) return; // gone, perhaps by this very request, whose reply was lost
    if (found.serviceIds.length > 0) throw pipelineInUse(found);
    if (await ports.pipelines.erase(found, found.version)) return;
    found = await ports.pipelines.find(found);
  }
  throw contended();
}

function pipelineInUse({ serviceIds }: Pipeline): DomainError {
  const detail = "Data services are linked to this pipeline. Take it from their lists first.";
  const [first = ""] = serviceIds;
  return new DomainError("pipeline_in_use", detail, {
    params: { serviceCount: serviceIds.length, firstServiceId: first },
  });
}
