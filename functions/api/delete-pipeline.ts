import { deletePipeline } from "../../core/pipeline/delete-pipeline.ts";
import { http, noContent } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.deletePipeline, {}, async ({ caller, params }) => {
  await deletePipeline(recordPorts(), caller, params.pipelineId);
  return noContent;
});
