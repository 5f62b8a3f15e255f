import { EVENTS_A_CALL_MAX } from "./bus.ts";
import type { KeyturnEvent } from "./event.ts";
import type { ItemKey } from "./outboxes.ts";
import { enterInJournal, type RelayPorts } from "./relay-outbox.ts";

/** An item and all it has to deliver. */
interface Delivery {
  key: ItemKey;
  events: KeyturnEvent[];
}

/**
 * Delivers the outboxes of several items at once, in the order of relayOutbox: read in one call, and onto the bus in one.
 * Answers the items that are not done: one with too many events to share a call, and any that something went wrong
 * with. Those go by themselves then, so that none suffers for another.
 */
export async function relayTogether(ports: RelayPorts, keys: readonly ItemKey[]): Promise<ItemKey[]> {
  try {
    const outboxes = await ports.outboxes.readAll(keys);
    const deliveries = keys.map((key, place) => ({ key, events: outboxes[place] ?? [] }));
    const sharing = fitting(deliveries);
    await Promise.all(sharing.map(({ events }) => enterInJournal(ports, events)));
    const done = new Set([...(await published(ports, sharing)), ...deliveries.filter(isEmpty)]);
    return deliveries.filter((one) => !done.has(one)).map(({ key }) => key);
  } catch {
    return [...keys]; // what it was is told of the item it concerns
  }
}

const isEmpty = ({ events }: Delivery) => events.length === 0;

/** As many as one call takes, each with all of its events. */
function fitting(deliveries: readonly Delivery[]): Delivery[] {
  let room = EVENTS_A_CALL_MAX;
  return deliveries.filter((one) => {
    if (isEmpty(one) || one.events.length > room) return false;
    room -= one.events.length;
    return true;
  });
}

/** Those the bus has taken wholly, and that have been trimmed. */
async function published({ bus, outboxes }: RelayPorts, sharing: readonly Delivery[]): Promise<Delivery[]> {
  const events = sharing.flatMap((one) => one.events);
  if (events.length === 0) return [];
  const { failed } = await bus.publish(events);
  const refused = new Set(failed.map((place) => events[place]));
  const taken = sharing.filter((one) => !one.events.some((event) => refused.has(event)));
  const trims = taken.map(({ key, events }) => {
    const [first] = events as [KeyturnEvent];
    return outboxes.trim(key, first.metadata.eventId, events.length);
  });
  const settled = await Promise.allSettled(trims);
  return taken.filter((_, place) => settled[place]?.status === "fulfilled");
}
