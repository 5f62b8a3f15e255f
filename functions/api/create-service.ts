import * as z from "zod";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { createService } from "../../core/service/create-service.ts";
import { PipelineIds } from "../../core/service/pipelines.ts";
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
  region: z.string().min(1).max(32).exactOptional(),
  pipelineIds: PipelineIds.exactOptional(),
});

export const handler = http(routes.createService, { body: Body }, async (request) => {
  const ports = provisionPorts();
  const { service, connection } = await createService(ports, request.caller, {
    ...request.body,
    ...idempotent(request, routes.createService),
  });
  return created({
    service: viewService(service),
    connection: viewConnection(connection, ports.clock.now()),
  });
});
