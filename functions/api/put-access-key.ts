import * as z from "zod";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { ResetReason } from "../../core/key/events.ts";
import { putAccessKey } from "../../core/key/put-access-key.ts";
import { http, ok } from "../http.ts";
import { pairPorts } from "../ports.ts";
import { routes } from "../routes.ts";
import { GivenId, GivenSecret } from "./given-pair.ts";

const Body = z.strictObject({
  accessKeyId: GivenId,
  secretAccessKey: GivenSecret,
  expectedAccessKeyId: z
    .string()
    .regex(/^\w{1,128}$/)
    .nullable()
    .exactOptional(),
  reason: ResetReason.default("other"),
  force: z.boolean().default(false),
});

export const handler = http(routes.putAccessKey, { body: Body }, async ({ caller, params, body }) => {
  const ports = pairPorts();
  const { accessKeyId, secretAccessKey, ...request } = body;
  const pair = { accessKeyId, secretAccessKey };
  const connection = await putAccessKey(ports, caller, params.connectionId, { ...request, pair });
  const { dependents } = connection;
  return ok({ connection: viewConnection(connection, ports.clock.now()), dependents });
});
