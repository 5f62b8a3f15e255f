import { viewConnection } from "../../core/connection/connection-view.ts";
import { putAccessKey } from "../../core/key/put-access-key.ts";
import { PutAccessKeyBody } from "../bodies/put-access-key.ts";
import { http, ok } from "../http.ts";
import { pairPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(
  routes.putAccessKey,
  { body: PutAccessKeyBody },
  async ({ caller, params, body }) => {
    const ports = pairPorts();
    const { accessKeyId, secretAccessKey, ...request } = body;
    const pair = { accessKeyId, secretAccessKey };
    const connection = await putAccessKey(ports, caller, params.connectionId, { ...request, pair });
    const { dependents } = connection;
    return ok({ connection: viewConnection(connection, ports.clock.now()), dependents });
  },
);
