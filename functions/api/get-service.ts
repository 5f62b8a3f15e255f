import { findService } from "../../core/service/find-service.ts";
import { viewServiceFor } from "../../core/service/service-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getService, {}, async ({ caller, params }) => {
  const service = await findService(recordPorts(), caller.org, params.serviceId);
  return ok(viewServiceFor(caller.role, env().preset)(service));
});
