import { changeService } from "../../core/service/change-service.ts";
import { viewService } from "../../core/service/service-view.ts";
import { ChangeServiceBody } from "../bodies/change-service.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.changeService,
  { body: ChangeServiceBody },
  async ({ caller, params, body }) => {
    return ok(viewService(await changeService(recordPorts(), caller, params.serviceId, body)));
  },
);
