import { orgHistory } from "../../core/journal/history.ts";
import { http, ok, PageQuery } from "../http.ts";
import { pageRequest } from "../page-request.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getHistory, { query: PageQuery }, async ({ caller, query }) =>
  ok(await orgHistory(recordPorts(), caller.org, pageRequest(query))),
);
