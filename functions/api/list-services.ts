import { isKeyManager } from "../../core/caller/access.ts";
import { listServices } from "../../core/service/list-services.ts";
import { summariseService, viewService } from "../../core/service/service-view.ts";
import { env } from "../env.ts";
import { http, ok, PageQuery } from "../http.ts";
import { pageRequest } from "../page-request.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.listServices, { query: PageQuery }, async ({ caller, query }) => {
  const { items, cursor } = await listServices(recordPorts(), caller.org, pageRequest(query));
  const view = isKeyManager(caller.role, env().preset) ? viewService : summariseService;
  return ok({ items: items.map(view), cursor });
});
