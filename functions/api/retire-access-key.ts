import { viewConnection } from "../../core/connection/connection-view.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { RetireBody } from "../bodies/end-of-key.ts";
import { http, ok } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { pairPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.retireAccessKey, { body: RetireBody }, async (request) => {
  const ports = pairPorts();
  const connection = await retireAccessKey(ports, request.caller, request.params.connectionId, {
    ...request.body,
    ...idempotent(request, routes.retireAccessKey),
  });
  return ok(viewConnection(connection, ports.clock.now()));
});
