import { listServiceConnections } from "../../core/connection/list-connections.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PageQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listServiceConnections, { query: PageQuery }, async (request) => {
  const { caller, params, query } = request;
  return ok(await listServiceConnections(recordPorts(), caller.org, params.serviceId, query));
});
