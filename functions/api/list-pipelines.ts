import { listPipelines } from "../../core/pipeline/list-pipelines.ts";
import { viewPipelineFor } from "../../core/pipeline/pipeline-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PipelinesQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listPipelines, { query: PipelinesQuery }, async ({ caller, query }) => {
  const { items, cursor } = await listPipelines(recordPorts(), caller.org, query);
  return ok({ items: items.map(viewPipelineFor(caller.role, env().preset)), cursor });
});
