import { isKeyManager } from "../../core/caller/access.ts";
import { findService } from "../../core/service/find-service.ts";
import { summariseService, viewService } from "../../core/service/service-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getService, {}, async ({ caller, params }) => {
  const service = await findService(recordPorts(), caller.org, params.serviceId);
  const view = isKeyManager(caller.role, env().preset) ? viewService : summariseService;
  return ok(view(service));
});
