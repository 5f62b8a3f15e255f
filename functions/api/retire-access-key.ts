import * as z from "zod";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { http, ok } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { pairPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z.strictObject({ force: z.boolean().default(false) });

export const handler = http(routes.retireAccessKey, { body: Body }, async (request) => {
  const ports = pairPorts();
  const connection = await retireAccessKey(ports, request.caller, request.params.connectionId, {
    ...request.body,
    ...idempotent(request, routes.retireAccessKey),
  });
  return ok(viewConnection(connection, ports.clock.now()));
});
