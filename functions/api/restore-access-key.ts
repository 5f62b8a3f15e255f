import { viewConnection } from "../../core/connection/connection-view.ts";
import { restoreAccessKey } from "../../core/key/restore-access-key.ts";
import { RestoreBody } from "../bodies/end-of-key.ts";
import { http, ok } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { keyPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.restoreAccessKey, { body: RestoreBody }, async (request) => {
  const ports = keyPorts();
  const connection = await restoreAccessKey(ports, request.caller, request.params.connectionId, {
    ...idempotent(request, routes.restoreAccessKey),
  });
  return ok(viewConnection(connection, ports.clock.now()));
});
