import * as z from "zod";
import type { RowResult } from "../../core/adoption/row-result.ts";
import { Role } from "../../core/caller/caller.ts";
import { Instant } from "../../core/clock.ts";
import { ConnectionView } from "../../core/connection/connection-view.ts";
import { HistoryEntry } from "../../core/journal/history.ts";
import { Dependents } from "../../core/pipeline/dependents.ts";
import type { IdentifiedFile } from "../../core/pipeline/identify-files.ts";
import { PipelineKind } from "../../core/pipeline/pipeline.ts";
import { PipelineSummary, PipelineView } from "../../core/pipeline/pipeline-view.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { Reset } from "../../core/policy/reset-rules.ts";
import { Rotation } from "../../core/policy/rotation-rules.ts";
import { RegionView } from "../../core/region/region-view.ts";
import { ServiceSummary, ServiceView } from "../../core/service/service-view.ts";
import { Summary } from "../../core/summary/summary.ts";

/** A page, as every list answers it. */
function pageOf(item: z.ZodType) {
  return z.strictObject({ items: z.array(item), cursor: z.string().nullable() });
}

/** As issued, with the secret, which is shown this once; or replayed, without it. */
const AccessKeyAnswer = z.union([
  z.strictObject({
    connection: ConnectionView,
    credentials: z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() }),
    previousKeyStopped: z.boolean().optional(),
    dependents: Dependents,
  }),
  z.strictObject({
    connection: ConnectionView,
    credentials: z.strictObject({ accessKeyId: z.string() }),
    replayed: z.literal(true),
  }),
]);

const NamedPipeline = z.strictObject({ pipelineId: z.string(), name: z.string(), kind: PipelineKind });

const File = z.strictObject({
  fileName: z.string(),
  readers: z.array(NamedPipeline),
  readerCount: z.int(),
  writers: z.array(NamedPipeline),
  writerCount: z.int(),
  sourceSystems: z.array(z.string()),
  ambiguous: z.boolean(),
}) satisfies z.ZodType<IdentifiedFile>;

/** The rules in full: a request may leave some out, which are then as by default. */
const PolicyAnswer = z.strictObject({
  contacts: z.array(z.string()),
  rotation: z.strictObject({ ...Rotation.in.shape, remindBeforeDays: z.array(z.int()) }),
  reset: z.strictObject({ ...Reset.in.shape, graceHoursDefault: z.int(), hardStopDays: z.int() }),
}) satisfies z.ZodType<Policy>;

const AdoptedRow = z.strictObject({
  row: z.int(),
  outcome: z.enum(["adoptable", "adopted", "already_adopted", "refused", "failed"]),
  serviceName: z.string().exactOptional(),
  userName: z.string().exactOptional(),
  serviceId: z.string().exactOptional(),
  connectionId: z.string().exactOptional(),
  accessKeyId: z.string().nullable().exactOptional(),
  keyCreatedAt: Instant.nullable().exactOptional(),
  sparedAccessKeyIds: z.array(z.string()).exactOptional(),
  reasons: z.array(z.strictObject({ code: z.string(), message: z.string() })).exactOptional(),
  differs: z.array(z.enum(["serviceName", "accessKeyId", "pipelineIds"])).exactOptional(),
  why: z.string().exactOptional(),
} satisfies Record<Exclude<keyof RowResult, "place"> | "row", z.ZodType>);

/** What the routes answer, by the names that the document has for it. */
export const answers = {
  Health: z.strictObject({ status: z.literal("ok") }),
  Document: z.looseObject({ openapi: z.string() }),
  Me: z.strictObject({ org: z.string(), role: Role, name: z.string(), can: z.array(z.string()) }),
  Service: ServiceView,
  ServiceForMembers: ServiceSummary,
  CreatedService: z.strictObject({ service: ServiceView, connection: ConnectionView }),
  ServiceList: pageOf(z.union([ServiceView, ServiceSummary])),
  Dependents,
  Connection: ConnectionView,
  ConnectionList: pageOf(ConnectionView),
  AccessKey: AccessKeyAnswer,
  GivenAccessKey: z.strictObject({ connection: ConnectionView, dependents: Dependents }),
  Region: RegionView,
  RegionList: z.strictObject({ items: z.array(RegionView), cursor: z.null() }),
  HistoryEntry,
  HistoryList: pageOf(HistoryEntry),
  Pipeline: PipelineView,
  PipelineForMembers: PipelineSummary,
  PipelineList: pageOf(z.union([PipelineView, PipelineSummary])),
  DependentList: pageOf(PipelineView),
  IdentifiedFiles: z.strictObject({ items: z.array(File) }),
  Policy: PolicyAnswer,
  Summary,
  Adoptions: z.strictObject({ dryRun: z.boolean(), items: z.array(AdoptedRow) }),
} satisfies Record<string, z.ZodType>;

export type AnswerName = keyof typeof answers;
