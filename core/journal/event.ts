import * as z from "zod";
import { Instant } from "../clock.ts";
import { connectionEvents } from "../connection/events.ts";
import { driftEvents } from "../drift/events.ts";
import { keyEvents } from "../key/events.ts";
import { noticeEvents } from "../notice/events.ts";
import { Org } from "../org/org.ts";
import { policyEvents } from "../policy/events.ts";
import { serviceEvents } from "../service/events.ts";

/** What every event says beside its facts. `sequence` rises by one for each event of the same record. */
export const EventMetadata = z.strictObject({
  eventId: z.uuid(),
  sequence: z.int().positive(),
  version: z.literal(1),
  occurredAt: Instant,
  org: Org,
  by: z.string(),
  correlationId: z.string(),
  /** The event this one was caused by. */
  causationId: z.uuid().exactOptional(),
});
export type EventMetadata = z.infer<typeof EventMetadata>;

export const catalogue = {
  ...serviceEvents,
  ...connectionEvents,
  ...keyEvents,
  ...driftEvents,
  ...policyEvents,
  ...noticeEvents,
};
type Catalogue = typeof catalogue;
export type EventType = keyof Catalogue;
type EventData<Type extends EventType> = z.infer<Catalogue[Type]>;

/** A past fact, as the outbox holds it, the journal keeps it and the bus carries it. */
export type KeyturnEvent = {
  [Type in EventType]: { type: Type; metadata: EventMetadata; data: EventData<Type> };
}[EventType];

export const eventTypes = Object.keys(catalogue) as [EventType, ...EventType[]];

export const KeyturnEvent = z.discriminatedUnion(
  "type",
  eventTypes.map((type) =>
    z.strictObject({ type: z.literal(type), metadata: EventMetadata, data: catalogue[type] }),
  ) as unknown as [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
) as unknown as z.ZodType<KeyturnEvent>;

/** The outbox as a record holds it: counted and appended to there, and read event by event by the relay. */
export const Outbox = z.array(z.custom<KeyturnEvent>((event) => typeof event === "object" && event !== null));

/** A fact before it has an id and a place in its record's sequence. */
export type EventDraft = { [Type in EventType]: { type: Type; data: EventData<Type> } }[EventType];
