import type { Clock } from "../clock.ts";
import { CallFailed, failureOf } from "../errors.ts";
import { type Bus, EVENTS_A_CALL_MAX } from "./bus.ts";
import type { KeyturnEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import type { ItemKey, Outboxes } from "./outboxes.ts";

export interface RelayPorts {
  clock: Clock;
  outboxes: Outboxes;
  journal: Journal;
  bus: Bus;
}

const RESEND_PAUSES_MS = [100, 400, 1_000];

/**
 * Delivers an item's events, oldest first: into the journal, onto the bus, out of the outbox, in that order, so
 * that one that stops between delivers again and never loses. Notices go onto the bus alone. Throws CallFailed when some could not be
 * delivered: they stay where they are.
 */
export async function relayOutbox(ports: RelayPorts, key: ItemKey): Promise<void> {
  for (;;) {
    const events = (await ports.outboxes.read(key)).slice(0, EVENTS_A_CALL_MAX);
    const [first] = events;
    if (!first) return;
    await enterInJournal(ports, events);
    const delivered = await publish(ports, events);
    if (delivered > 0) await ports.outboxes.trim(key, first.metadata.eventId, delivered);
    if (delivered < events.length) throw new CallFailed("PutEvents", "unknown", "FailedEntries");
  }
}

/** In their order, but for what is no history. */
export async function enterInJournal({ journal }: RelayPorts, events: KeyturnEvent[]): Promise<void> {
  for (const event of events.filter(isHistory)) await journal.putIfAbsent(event);
}

/** History tells of changes. A notice is a message about one: a thousand of them would bury what they are about. */
function isHistory({ type }: KeyturnEvent): boolean {
  return type !== "DependentPipelineNotice";
}

/** How many of the events, from the first on, the bus has taken. Only what failed is sent again. */
async function publish(ports: RelayPorts, events: KeyturnEvent[]): Promise<number> {
  let waiting = events.map((_, place) => place);
  for (const pause of [...RESEND_PAUSES_MS, undefined]) {
    waiting = await stillWaiting(ports, events, waiting);
    if (waiting.length === 0 || pause === undefined) break;
    await ports.clock.sleep(pause);
  }
  return waiting[0] ?? events.length;
}

async function stillWaiting(ports: RelayPorts, events: KeyturnEvent[], waiting: number[]): Promise<number[]> {
  try {
    const sent = waiting.map((place) => events[place] as KeyturnEvent);
    const { failed } = await ports.bus.publish(sent);
    return failed.map((index) => waiting[index] as number);
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return waiting;
  }
}
