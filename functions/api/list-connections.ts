import { listConnections } from "../../core/connection/list-connections.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { ConnectionsQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.listConnections,
  { query: ConnectionsQuery },
  async ({ caller, query }) => {
    return ok(await listConnections(recordPorts(), caller.org, query));
  },
);
