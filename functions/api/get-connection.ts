import { viewConnection } from "../../core/connection/connection-view.ts";
import { findConnection } from "../../core/connection/find-connection.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getConnection, {}, async ({ caller, params }) => {
  const ports = recordPorts();
  const connection = await findConnection(ports, caller.org, params.connectionId);
  return ok(viewConnection(connection, ports.clock.now()));
});
