import * as z from "zod";
import { addConnection } from "../../core/connection/add-connection.ts";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { created, http } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { provisionPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z.strictObject({ region: z.string().min(1).max(32).exactOptional() });

export const handler = http(routes.addConnection, { body: Body }, async (request) => {
  const ports = provisionPorts();
  const connection = await addConnection(ports, request.caller, request.params.serviceId, {
    ...request.body,
    ...idempotent(request, routes.addConnection),
  });
  return created(viewConnection(connection, ports.clock.now()));
});
