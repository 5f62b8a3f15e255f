import type { Actor } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import type { Ids } from "../ids.ts";
import { type EventDraft, KeyturnEvent } from "./event.ts";

/** The part of a patch that puts events into the record's outbox. */
export interface Announcement {
  set: { sequence: number };
  append: { outbox: KeyturnEvent[] };
}

/**
 * Numbers the drafts after the record's last event. Only for writes that are conditional on the record's
 * version or sequence, or on holding its operation: anybody else's number could be taken.
 */
export function announce(
  ids: Ids,
  record: { sequence: number },
  actor: Actor,
  now: Instant,
  drafts: EventDraft[],
): Announcement {
  const outbox = drafts.map((draft, index) =>
    KeyturnEvent.parse({
      ...draft,
      metadata: {
        eventId: ids.next(),
        sequence: record.sequence + index + 1,
        version: 1,
        occurredAt: now,
        org: actor.org,
        by: actor.name,
        correlationId: actor.correlationId,
      },
    }),
  );
  return { set: { sequence: record.sequence + outbox.length }, append: { outbox } };
}
