import * as z from "zod";
import { changeService } from "../../core/service/change-service.ts";
import { ServiceName } from "../../core/service/service.ts";
import { viewService } from "../../core/service/service-view.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z
  .strictObject({
    name: ServiceName.optional(),
    pipelineIds: z
      .array(z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/))
      .max(1_000)
      .optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "name something to change");

export const handler = http(routes.changeService, { body: Body }, async ({ caller, params, body }) => {
  const { name, pipelineIds } = body;
  const change = { ...(name !== undefined && { name }), ...(pipelineIds && { pipelineIds }) };
  return ok(viewService(await changeService(recordPorts(), caller, params.serviceId, change)));
});
