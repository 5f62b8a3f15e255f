import { listServices } from "../../core/service/list-services.ts";
import { isServiceFor, viewServiceFor } from "../../core/service/service-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { PageQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listServices, { query: PageQuery }, async ({ caller, query }) => {
  const { preset } = env();
  const isShown = isServiceFor(caller.role, preset);
  const { items, cursor } = await listServices(recordPorts(), caller.org, query, isShown);
  return ok({ items: items.map(viewServiceFor(caller.role, preset)), cursor });
});
