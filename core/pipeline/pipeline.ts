import * as z from "zod";
import { Instant } from "../clock.ts";
import { ServiceId } from "../ids.ts";
import { contactsUpTo } from "../notice/contact.ts";
import { Org } from "../org/org.ts";

export const PIPELINES_PER_ORG_MAX = 10_000;
export const CONTACTS_PER_PIPELINE_MAX = 10;

/** The portal's own id of a pipeline. */
export const PipelineId = z
  .string()
  .regex(
    /^[A-Za-z0-9._:-]{1,64}$/,
    "a pipeline's id is 1 to 64 letters, digits, dots, dashes, colons or underscores",
  );

export const PipelineKind = z.enum(["data-pipeline", "rule", "connector-job"]);
export const PipelineDirection = z.enum(["reads", "writes"]);

/** Whatever reads or writes a connection's folder, as the portal told of it. */
export const Pipeline = z.object({
  org: Org,
  pipelineId: PipelineId,
  name: z.string(),
  kind: PipelineKind,
  direction: PipelineDirection,
  /** Globs that file names are matched with. */
  filePatterns: z.array(z.string()),
  sourceSystem: z.string().optional(),
  contacts: contactsUpTo(CONTACTS_PER_PIPELINE_MAX),
  /** The data services that link it: written before they name it, and after they no longer do. */
  serviceIds: z.array(ServiceId),
  /** Somebody is about to give it another name (renaming.ts). */
  renaming: z.literal(true).optional(),
  version: z.int(),
  createdOn: Instant,
  updatedBy: z.string(),
  updatedOn: Instant,
});
export type Pipeline = z.infer<typeof Pipeline>;

export interface PipelineRef {
  org: Org;
  pipelineId: string;
}
