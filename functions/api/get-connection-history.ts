import { connectionHistory } from "../../core/journal/history.ts";
import { http, ok, PageQuery } from "../http.ts";
import { pageRequest } from "../page-request.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getConnectionHistory, { query: PageQuery }, async (request) => {
  const { caller, params, query } = request;
  return ok(await connectionHistory(recordPorts(), caller.org, params.connectionId, pageRequest(query)));
});
