import * as z from "zod";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { createService } from "../../core/service/create-service.ts";
import { ServiceName } from "../../core/service/service.ts";
import { viewService } from "../../core/service/service-view.ts";
import { created, http } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { provisionPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z.strictObject({
  name: ServiceName,
  type: z.literal("s3"),
  owner: z.literal("provider"),
  region: z.string().min(1).max(32).optional(),
  pipelineIds: z
    .array(z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/))
    .max(1_000)
    .optional(),
});

export const handler = http(routes.createService, { body: Body }, async (request) => {
  const { name, region, pipelineIds } = request.body;
  const ports = provisionPorts();
  const { service, connection } = await createService(ports, request.caller, {
    name,
    ...(region && { region }),
    ...(pipelineIds && { pipelineIds }),
    ...idempotent(request, routes.createService),
  });
  return created({
    service: viewService(service),
    connection: viewConnection(connection, ports.clock.now()),
  });
});
