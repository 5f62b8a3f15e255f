import { ConnectionStatus } from "../../core/connection/connection-view.ts";
import { listConnections } from "../../core/connection/list-connections.ts";
import { http, ok, PageQuery } from "../http.ts";
import { pageRequest } from "../page-request.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Query = PageQuery.extend({ status: ConnectionStatus.optional() });

export const handler = http(routes.listConnections, { query: Query }, async ({ caller, query }) => {
  const { status } = query;
  const request = { ...pageRequest(query), ...(status && { status }) };
  return ok(await listConnections(recordPorts(), caller.org, request));
});
