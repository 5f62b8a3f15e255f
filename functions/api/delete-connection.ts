import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { http, noContent } from "../http.ts";
import { deprovisionPorts } from "../ports.ts";
import { ConfirmQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.deleteConnection,
  { query: ConfirmQuery },
  async ({ caller, params, query }) => {
    await deleteConnection(deprovisionPorts(), caller, params.connectionId, query.confirm);
    return noContent;
  },
);
