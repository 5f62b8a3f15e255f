import { viewPipeline } from "../../core/pipeline/pipeline-view.ts";
import { putPipeline } from "../../core/pipeline/put-pipeline.ts";
import { PutPipelineBody } from "../bodies/put-pipeline.ts";
import { created, http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.putPipeline,
  { body: PutPipelineBody },
  async ({ caller, params, body }) => {
    const { pipeline, created: isNew } = await putPipeline(recordPorts(), caller, params.pipelineId, body);
    return isNew ? created(viewPipeline(pipeline)) : ok(viewPipeline(pipeline));
  },
);
