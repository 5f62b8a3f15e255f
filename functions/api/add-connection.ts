import { addConnection } from "../../core/connection/add-connection.ts";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { AddConnectionBody } from "../bodies/add-connection.ts";
import { created, http } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { provisionPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.addConnection, { body: AddConnectionBody }, async (request) => {
  const ports = provisionPorts();
  const connection = await addConnection(ports, request.caller, request.params.serviceId, {
    ...request.body,
    ...idempotent(request, routes.addConnection),
  });
  return created(viewConnection(connection, ports.clock.now()));
});
