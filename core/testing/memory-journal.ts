import { shardOf } from "../ids.ts";
import { KeyturnEvent } from "../journal/event.ts";
import type { Journal, JournalPage } from "../journal/journal.ts";
import type { ItemKey, Outboxes } from "../journal/outboxes.ts";
import { SHARDS } from "../record/shards.ts";
import type { MemoryItems } from "./memory-items.ts";

/** The in-memory twins of the journal and of the outboxes that feed it. */
export function memoryJournal(entries: Map<string, KeyturnEvent>): Journal {
  const page = (wanted: (event: KeyturnEvent) => boolean, { limit, before }: JournalPage) =>
    [...entries.values()]
      .filter((event) => wanted(event) && (!before || event.metadata.eventId < before))
      .sort((a, b) => (a.metadata.eventId < b.metadata.eventId ? 1 : -1))
      .slice(0, limit);
  return {
    putIfAbsent: async (event) => {
      const { eventId } = event.metadata;
      if (!entries.has(eventId)) entries.set(eventId, structuredClone(KeyturnEvent.parse(event)));
    },
    ofConnection: async (org, connectionId, request) =>
      page(
        (event) =>
          event.metadata.org === org &&
          "connectionId" in event.data &&
          event.data.connectionId === connectionId,
        request,
      ),
    ofOrg: async (org, request) => page((event) => event.metadata.org === org, request),
  };
}

export function memoryOutboxes(items: MemoryItems): Outboxes {
  const isPending = (key: ItemKey) => (items.tracked(key)?.outbox?.length ?? 0) > 0;
  return {
    nominated: async (shard) => {
      const waiting = items
        .keys()
        .filter((key) => shardOf(key.sk, SHARDS) === shard && isPending(key))
        .map((key) => ({ key, since: items.tracked(key)?.outbox?.[0]?.metadata.occurredAt ?? "" }))
        .sort((a, b) => (a.since < b.since ? -1 : 1));
      return { items: waiting.map(({ key }) => key), ...(waiting[0] && { since: waiting[0].since }) };
    },
    read: async (key) => items.tracked(key)?.outbox ?? [],
    readAll: async (keys) => keys.map((key) => items.tracked(key)?.outbox ?? []),
    trim: async (key, firstEventId, count) => items.trim(key, firstEventId, count),
  };
}
