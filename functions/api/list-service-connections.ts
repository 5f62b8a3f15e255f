import { listServiceConnections } from "../../core/connection/list-connections.ts";
import { http, ok, PageQuery } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listServiceConnections, { query: PageQuery }, async ({ caller, params }) =>
  ok(await listServiceConnections(recordPorts(), caller.org, params.serviceId)),
);
