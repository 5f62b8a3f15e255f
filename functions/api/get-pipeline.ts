import { findPipeline } from "../../core/pipeline/find-pipeline.ts";
import { viewPipelineFor } from "../../core/pipeline/pipeline-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getPipeline, {}, async ({ caller, params }) => {
  const pipeline = await findPipeline(recordPorts(), caller.org, params.pipelineId);
  return ok(viewPipelineFor(caller.role, env().preset)(pipeline));
});
