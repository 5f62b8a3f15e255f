import { deleteService } from "../../core/service/delete-service.ts";
import { http, noContent } from "../http.ts";
import { deprovisionPorts } from "../ports.ts";
import { ConfirmQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.deleteService,
  { query: ConfirmQuery },
  async ({ caller, params, query }) => {
    await deleteService(deprovisionPorts(), caller, params.serviceId, query.confirm);
    return noContent;
  },
);
