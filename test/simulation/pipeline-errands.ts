import { deletePipeline } from "../../core/pipeline/delete-pipeline.ts";
import { putPipeline } from "../../core/pipeline/put-pipeline.ts";
import type { Chooser, Errand, Wish } from "./errands.ts";
import type { Random } from "./random.ts";

const PIPELINE_IDS = ["p1", "p2", "p3", "p4"];

/** Some of them, in some order. */
export function somePipelines(random: Random): string[] {
  const chosen = PIPELINE_IDS.filter(() => random.chance(0.5));
  return random.chance(0.5) ? chosen : chosen.reverse();
}

/** Tells of a pipeline by one of two names, or deletes it. */
export function aboutPipeline({ random, org }: Chooser, kind: "tell" | "forget"): Wish {
  const pipelineId = random.pick(PIPELINE_IDS);
  const name = `${random.pick(["Nightly load", "Weekly load"])} of ${org}`;
  const facts = { kind: "rule", direction: "reads", filePatterns: [], contacts: [], name } as const;
  const send: Errand["send"] = (ports, by): Promise<unknown> =>
    kind === "tell"
      ? putPipeline(ports, by, pipelineId, { ...facts, filePatterns: [], contacts: [] })
      : deletePipeline(ports, by, pipelineId);
  return { kind, target: pipelineId, request: {}, send };
}
