import { PipelinesQuery } from "../queries.ts";
import type { Operation } from "./operation.ts";

/** What reads or writes the folders of connections. */
export const pipelineOperations = {
  putPipeline: {
    summary: "Tell of a pipeline, or tell of it anew",
    body: "PutPipelineBody",
    answers: { 200: ["Pipeline"], 201: ["Pipeline"] },
    codes: ["pipeline_limit_reached"],
  },
  getPipeline: {
    summary: "A pipeline; mail addresses are shown to who manages keys",
    answers: { 200: ["Pipeline", "PipelineForMembers"] },
    codes: [],
  },
  deletePipeline: {
    summary: "Forget a pipeline that no data service links",
    answers: { 204: [] },
    codes: ["pipeline_in_use"],
  },
  listPipelines: {
    summary: "The pipelines of the org; with `fileName`, those with a pattern that matches it",
    query: PipelinesQuery,
    answers: { 200: ["PipelineList"] },
    codes: [],
  },
  identifyFiles: {
    summary: "Who reads and who writes files of these names, and of which source systems they are",
    body: "IdentifyFilesBody",
    answers: { 200: ["IdentifiedFiles"] },
    codes: ["too_many_files"],
  },
  listDependents: {
    summary:
      "The pipelines that the connection's service links; with `fileName`, those with a pattern that matches it",
    query: PipelinesQuery,
    answers: { 200: ["DependentList"] },
    codes: [],
  },
} satisfies Record<string, Operation>;
