import * as z from "zod";
import { contactsUpTo } from "../../core/notice/contact.ts";
import { FILE_PATTERNS_MAX, FilePattern } from "../../core/pipeline/file-pattern.ts";
import { CONTACTS_PER_PIPELINE_MAX, PipelineDirection, PipelineKind } from "../../core/pipeline/pipeline.ts";
import { ServiceName } from "../../core/service/service.ts";

export const PutPipelineBody = z.strictObject({
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
