import * as z from "zod";
import { keyturnItself } from "../caller/caller.ts";
import { DAY_MS, type Instant, plus, SECOND_MS } from "../clock.ts";
import { factsOf } from "../connection/events.ts";
import { derivedUuid } from "../ids.ts";
import { type KeyturnEvent, Outbox } from "../journal/event.ts";
import { Org } from "../org/org.ts";
import { type Pipeline, PipelineId } from "../pipeline/pipeline.ts";
import type { ConcerningEvent } from "./concerning.ts";
import type { Telling } from "./telling.ts";

/** As long as the bus is archived. What a replay may bring back is told apart from what was never told. */
const KEPT_DAYS = 90;

/** One pipeline is told of one event, once: the item is there, and holds what it is told until that is delivered. */
export const Notice = z.object({
  org: Org,
  /** The event it is told of. */
  eventId: z.uuid(),
  pipelineId: PipelineId,
  outbox: Outbox,
  version: z.int(),
  /** When the table forgets it; seconds since 1970. */
  expiresAt: z.int(),
});
export type Notice = z.infer<typeof Notice>;

export type NoticeRef = Pick<Notice, "org" | "eventId" | "pipelineId">;

/** The notices. Each is written once and never changed, but for its delivery. */
export interface Notices {
  /** False when the pipeline is told of the event already; nothing is written then. */
  insert(notice: Notice): Promise<boolean>;
}

/** The same, with the same ids, whenever and however often it is made. */
export function noticeFor(
  event: ConcerningEvent,
  telling: Telling,
  pipeline: Pipeline,
  now: Instant,
): Notice {
  const { org, eventId } = event.metadata;
  const { pipelineId } = pipeline;
  return {
    ...{ org, eventId, pipelineId, version: 1, expiresAt: expiryOf(now) },
    outbox: [dependentPipelineNotice(event, telling, pipeline, now)],
  };
}

/** Seconds since 1970, as the table's time to live has it. */
export function expiryOf(now: Instant): number {
  return Math.floor(Date.parse(plus(now, KEPT_DAYS * DAY_MS)) / SECOND_MS);
}

function dependentPipelineNotice(
  { type, metadata, data }: ConcerningEvent,
  telling: Telling,
  { pipelineId, name, kind }: Pipeline,
  now: Instant,
): KeyturnEvent {
  const { org, eventId, correlationId } = metadata;
  const { whatChanged, whatToUpdate, updateBy, accessKeyId, previousAccessKeyId, oldKeyInUse } = telling;
  return {
    type: "DependentPipelineNotice",
    metadata: {
      ...{ eventId: derivedUuid(eventId, pipelineId), sequence: 1, version: 1, occurredAt: now, org },
      ...{ by: keyturnItself(org, correlationId).name, correlationId, causationId: eventId },
    },
    data: {
      ...factsOf(data),
      ...{ pipelineId, pipelineName: name, pipelineKind: kind, causedBy: type },
      ...{ whatChanged, whatToUpdate, updateBy, accessKeyId, previousAccessKeyId, oldKeyInUse },
    },
  };
}
