import { notFound } from "../../core/errors.ts";
import { findService } from "../../core/service/find-service.ts";
import { isServiceFor, viewServiceFor } from "../../core/service/service-view.ts";
import { env } from "../env.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getService, {}, async ({ caller, params }) => {
  const { preset } = env();
  const service = await findService(recordPorts(), caller.org, params.serviceId);
  if (!isServiceFor(caller.role, preset)(service)) throw notFound("data service");
  return ok(viewServiceFor(caller.role, preset)(service));
});
