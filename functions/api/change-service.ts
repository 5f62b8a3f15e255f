import * as z from "zod";
import { changeService } from "../../core/service/change-service.ts";
import { PipelineIds } from "../../core/service/pipelines.ts";
import { ServiceName } from "../../core/service/service.ts";
import { viewService } from "../../core/service/service-view.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z
  .strictObject({
    name: ServiceName.exactOptional(),
    pipelineIds: PipelineIds.exactOptional(),
  })
  .refine((body) => Object.keys(body).length > 0, "name something to change");

export const handler = http(routes.changeService, { body: Body }, async ({ caller, params, body }) => {
  return ok(viewService(await changeService(recordPorts(), caller, params.serviceId, body)));
});
