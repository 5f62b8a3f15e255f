import * as z from "zod";
import { contactsUpTo } from "../../core/notice/contact.ts";
import { FILE_PATTERNS_MAX, FilePattern } from "../../core/pipeline/file-pattern.ts";
import { CONTACTS_PER_PIPELINE_MAX, PipelineDirection, PipelineKind } from "../../core/pipeline/pipeline.ts";
import { viewPipeline } from "../../core/pipeline/pipeline-view.ts";
import { putPipeline } from "../../core/pipeline/put-pipeline.ts";
import { ServiceName } from "../../core/service/service.ts";
import { created, http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const Body = z.strictObject({
  name: ServiceName,
  kind: PipelineKind,
  direction: PipelineDirection.default("reads"),
  filePatterns: z
    .array(FilePattern)
    .max(FILE_PATTERNS_MAX, `at most ${FILE_PATTERNS_MAX} patterns`)
    .default([]),
  sourceSystem: ServiceName.exactOptional(),
  contacts: contactsUpTo(CONTACTS_PER_PIPELINE_MAX).default([]),
});

export const handler = http(routes.putPipeline, { body: Body }, async ({ caller, params, body }) => {
  const { pipeline, created: isNew } = await putPipeline(recordPorts(), caller, params.pipelineId, body);
  return isNew ? created(viewPipeline(pipeline)) : ok(viewPipeline(pipeline));
});
