import { listDependents } from "../../core/pipeline/list-pipelines.ts";
import { viewPipeline } from "../../core/pipeline/pipeline-view.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PipelinesQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listDependents, { query: PipelinesQuery }, async (request) => {
  const { caller, params, query } = request;
  const { items, cursor } = await listDependents(recordPorts(), caller.org, params.connectionId, query);
  return ok({ items: items.map(viewPipeline), cursor });
});
