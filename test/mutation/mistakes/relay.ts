import type { Mistake } from "../mistake.ts";

/** Of what is told, in which order, and what is kept until it was. */
export const mistakes: Mistake[] = [
  {
    name: "an outbox is emptied before its events are published",
    file: "core/journal/relay-outbox.ts",
    find: `    const delivered = await publish(ports, events);
    if (delivered > 0) await ports.outboxes.trim(key, first.metadata.eventId, delivered);`,
    replace: `    await ports.outboxes.trim(key, first.metadata.eventId, events.length);
    const delivered = await publish(ports, events);`,
    killedBy: ["core/journal/relay-outbox"],
  },
  {
    name: "an event is published before it is in the journal",
    file: "core/journal/relay-outbox.ts",
    find: `    await enterInJournal(ports, events);
    const delivered = await publish(ports, events);`,
    replace: `    const delivered = await publish(ports, events);
    await enterInJournal(ports, events);`,
    killedBy: ["core/journal/relay-outbox"],
  },
  {
    name: "some refused entries count as delivered",
    file: "core/journal/relay-outbox.ts",
    find: "return failed.map((index) => waiting[index] as number);",
    replace: "return failed.length === sent.length ? waiting : [];",
    killedBy: ["core/journal/relay-outbox"],
  },
  {
    name: "what was delivered is sent again with what was not",
    file: "core/journal/relay-outbox.ts",
    find: "return failed.map((index) => waiting[index] as number);",
    replace: "return failed.length > 0 ? waiting : [];",
    killedBy: ["core/journal/relay-outbox"],
  },
  {
    name: "as many are trimmed as were delivered, whichever they were",
    file: "core/journal/relay-outbox.ts",
    find: "return waiting[0] ?? events.length;",
    replace: "return events.length - waiting.length;",
    killedBy: ["core/journal/relay-outbox"],
  },
  {
    name: "an outbox of which only some events were taken is trimmed",
    file: "core/journal/relay-together.ts",
    find: "!one.events.some((event) => refused.has(event))",
    replace: "!one.events.every((event) => refused.has(event))",
    killedBy: ["core/journal/relay-together"],
  },
  {
    name: "a shard's next page waits when one delivery failed",
    file: "core/journal/relay-shard.ts",
    find: "  } while (after);",
    replace: "  } while (after && failed === 0);",
    killedBy: ["core/journal/relay-shard"],
  },
  {
    name: "a shard says since when the youngest of its outboxes has waited",
    file: "core/journal/relay-shard.ts",
    find: "    waitingSince ??= page.since;",
    replace: "    waitingSince = page.since;",
    killedBy: ["core/journal/relay-shard"],
  },
  {
    name: "an event has the number of the one before",
    file: "core/journal/announce.ts",
    find: "sequence: record.sequence + index + 1,",
    replace: "sequence: record.sequence + index,",
    killedBy: ["core/key/reset-access-key"],
  },
  {
    name: "two events of one write count as one",
    file: "core/journal/announce.ts",
    find: "return { set: { sequence: record.sequence + outbox.length }, append: { outbox } };",
    replace:
      "return { set: { sequence: record.sequence + Math.min(1, outbox.length) }, append: { outbox } };",
    killedBy: ["core/journal/announce"],
  },
];
