import { notFound } from "../errors.ts";
import type { Org } from "../org/org.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Pipelines } from "./pipelines.ts";

/** The org's pipeline. Another org's and one that never was are the same: not_found. */
export async function findPipeline(
  ports: { pipelines: Pipelines },
  org: Org,
  pipelineId: string,
): Promise<Pipeline> {
  const pipeline = await ports.pipelines.find({ org, pipelineId });
  if (!pipeline) throw notFound("pipeline");
  return pipeline;
}
