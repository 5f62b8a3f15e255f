import * as z from "zod";
import { PipelineIds } from "../../core/service/pipelines.ts";
import { ServiceName } from "../../core/service/service.ts";

export const ChangeServiceBody = z
  .strictObject({
    name: ServiceName.exactOptional(),
    pipelineIds: PipelineIds.exactOptional(),
  })
  .refine((body) => Object.keys(body).length > 0, "name something to change");
