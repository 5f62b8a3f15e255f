import type { Pipeline, PipelineForMembers } from "@keyturn/client";

/** As members see it, and with what key managers see besides. */
export type ShownPipeline = PipelineForMembers & Partial<Pipeline>;
