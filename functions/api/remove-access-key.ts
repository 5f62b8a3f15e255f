import { viewConnection } from "../../core/connection/connection-view.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { http, ok } from "../http.ts";
import { pairPorts } from "../ports.ts";
import { ConfirmQuery } from "../queries.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.removeAccessKey,
  { query: ConfirmQuery },
  async ({ caller, params, query }) => {
    const ports = pairPorts();
    const connection = await removeAccessKey(ports, caller, params.connectionId, query.confirm);
    return ok(viewConnection(connection, ports.clock.now()));
  },
);
