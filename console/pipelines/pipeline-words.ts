import type { PutPipelineBody } from "@keyturn/client";

export const kindWords: Record<PutPipelineBody["kind"], string> = {
  "data-pipeline": "Data pipeline",
  rule: "Rule",
  "connector-job": "Connector job",
};

export const directionWords = { reads: "Reads", writes: "Writes" } as const;
