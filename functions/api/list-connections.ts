import { ConnectionStatus } from "../../core/connection/connection-view.ts";
import { listConnections } from "../../core/connection/list-connections.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PageQuery } from "../queries.ts";
import { routes } from "../routes.ts";

const Query = PageQuery.extend({ status: ConnectionStatus.exactOptional() });

export const handler = http(routes.listConnections, { query: Query }, async ({ caller, query }) => {
  return ok(await listConnections(recordPorts(), caller.org, query));
});
