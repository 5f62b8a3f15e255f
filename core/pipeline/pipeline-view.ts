import * as z from "zod";
import { isKeyManager } from "../caller/access.ts";
import type { Role } from "../caller/caller.ts";
import { Instant } from "../clock.ts";
import type { Preset } from "../policy/preset.ts";
import { type Pipeline, PipelineDirection, PipelineKind } from "./pipeline.ts";

/** A pipeline as everybody sees it: without mail addresses. */
export const PipelineSummary = z.strictObject({
  pipelineId: z.string(),
  name: z.string(),
  kind: PipelineKind,
  direction: PipelineDirection,
  filePatterns: z.array(z.string()),
  sourceSystem: z.string().nullable(),
  serviceIds: z.array(z.string()),
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type PipelineSummary = z.infer<typeof PipelineSummary>;

/** A pipeline as key managers see it. */
export const PipelineView = PipelineSummary.extend({ contacts: z.array(z.string()) });
export type PipelineView = z.infer<typeof PipelineView>;

function summarisePipeline(pipeline: Pipeline): PipelineSummary {
  const { pipelineId, name, kind, direction, filePatterns, sourceSystem = null } = pipeline;
  const { serviceIds, updatedBy, updatedOn } = pipeline;
  return { pipelineId, name, kind, direction, filePatterns, sourceSystem, serviceIds, updatedBy, updatedOn };
}

export function viewPipeline(pipeline: Pipeline): PipelineView {
  return { ...summarisePipeline(pipeline), contacts: pipeline.contacts };
}

/** How somebody of this role sees pipelines. */
export function viewPipelineFor(role: Role, preset: Preset): (pipeline: Pipeline) => PipelineSummary {
  return isKeyManager(role, preset) ? viewPipeline : summarisePipeline;
}
