import { contended } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { equals, type Patch, PatchRefused } from "../record/patch.ts";
import type { Pipeline, PipelineRef } from "./pipeline.ts";

const ATTEMPTS_MAX = 20;

/**
 * Changes a pipeline as it is found, and again when somebody else wrote meanwhile; not at all when `decide` finds
 * nothing to change. Answers the record as it then is, undefined when there is none. Throws what `decide` throws;
 * DomainError `unavailable`; CallFailed.
 */
export async function updatePipeline(
  ports: RecordPorts,
  ref: PipelineRef,
  decide: (pipeline: Pipeline) => Omit<Patch<Pipeline>, "when"> | undefined,
): Promise<Pipeline | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const pipeline = await ports.pipelines.find(ref);
    const change = pipeline && decide(pipeline);
    if (!change) return pipeline;
    try {
      return await ports.pipelines.update(ref, { ...change, when: [equals("version", pipeline.version)] });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
  throw contended();
}
