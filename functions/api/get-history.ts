import { orgHistory } from "../../core/journal/history.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PageQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getHistory, { query: PageQuery }, async ({ caller, query }) =>
  ok(await orgHistory(recordPorts(), caller.org, query)),
);
