import * as z from "zod";
import { Instant } from "../clock.ts";
import { ConnectionFacts } from "../connection/events.ts";
import { PipelineKind } from "../pipeline/pipeline.ts";

export const noticeEvents = {
  /** What one pipeline that depends on a key is told of an event about it (`causedBy`). */
  DependentPipelineNotice: ConnectionFacts.extend({
    pipelineId: z.string(),
    pipelineName: z.string(),
    pipelineKind: PipelineKind,
    causedBy: z.string(),
    /** What has happened, or will, in a sentence. */
    whatChanged: z.string(),
    /** What to do about it in the pipeline, in a sentence. */
    whatToUpdate: z.string(),
    /** By when; `null`: nothing breaks by itself. */
    updateBy: Instant.nullable(),
    /** The key the pipeline should use; `null`: there is none. */
    accessKeyId: z.string().nullable(),
    /** The key it should use no longer; `null`: there was none. */
    previousAccessKeyId: z.string().nullable(),
    /** The old key is still being used: by this pipeline, perhaps. */
    oldKeyInUse: z.boolean(),
  }),
};
