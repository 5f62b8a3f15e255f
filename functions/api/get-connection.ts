import { viewConnection } from "../../core/connection/connection-view.ts";
import { lookAtConnection } from "../../core/connection/look-at-connection.ts";
import { http, ok } from "../http.ts";
import { keyPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getConnection, {}, async ({ caller, params }) => {
  const ports = keyPorts();
  const connection = await lookAtConnection(ports, caller.org, params.connectionId);
  return ok(viewConnection(connection, ports.clock.now()));
});
