import type * as z from "zod";
import { viewConnection } from "../../core/connection/connection-view.ts";
import { createCustomerService } from "../../core/service/create-customer-service.ts";
import { createService } from "../../core/service/create-service.ts";
import type { CreatedService } from "../../core/service/finish-creation.ts";
import { viewService } from "../../core/service/service-view.ts";
import { CreateServiceBody } from "../bodies/create-service.ts";
import { created, http, type Request } from "../http.ts";
import { idempotent } from "../idempotent.ts";
import { customerServicePorts, provisionPorts } from "../ports.ts";
import { routes } from "../routes.ts";

type Asked = Request<typeof routes.createService, z.infer<typeof CreateServiceBody>, unknown>;

export const handler = http(routes.createService, { body: CreateServiceBody }, async (request) => {
  const { service, connection } = await create(request);
  const now = provisionPorts().clock.now();
  return created({ service: viewService(service), connection: viewConnection(connection, now) });
});

function create(request: Asked): Promise<CreatedService> {
  const { caller, body } = request;
  const { name, pipelineIds, region, customer } = body;
  const common = {
    name,
    ...(pipelineIds && { pipelineIds }),
    ...idempotent(request, routes.createService),
  };
  if (!customer) return createService(provisionPorts(), caller, { ...common, ...(region && { region }) });
  const { accessKeyId, secretAccessKey, ...place } = customer;
  const pair = { accessKeyId, secretAccessKey };
  return createCustomerService(customerServicePorts(), caller, { ...common, place, pair });
}
