import { connectionHistory } from "../../core/journal/history.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PageQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getConnectionHistory, { query: PageQuery }, async (request) => {
  const { caller, params, query } = request;
  return ok(await connectionHistory(recordPorts(), caller.org, params.connectionId, query));
});
