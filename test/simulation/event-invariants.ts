import type { EventType, KeyturnEvent } from "../../core/journal/event.ts";
import { serviceEvents } from "../../core/service/events.ts";
import { type Attempt, takenKey } from "./attempt.ts";
import type { World } from "./world.ts";

/** Every event that was ever recorded is in the journal once and on the bus, and nothing else is. */
export async function eventViolations(world: World): Promise<string[]> {
  const journal = await world.journal();
  return [
    ...deliveryViolations(world, journal),
    ...sequenceViolations(journal),
    ...acknowledged(world, journal),
  ];
}

function* deliveryViolations(world: World, journal: KeyturnEvent[]): Generator<string> {
  const recorded = textsById(world.watch.events.values());
  const entries = textsById(journal);
  const delivered = textsById(world.bus.events);
  for (const [eventId, text] of recorded) {
    if (entries.get(eventId) !== text) yield `${eventId} is not in the journal as it was recorded: ${text}`;
    if (delivered.get(eventId) !== text) yield `${eventId} is not on the bus as it was recorded: ${text}`;
  }
  for (const eventId of [...entries.keys(), ...delivered.keys()]) {
    if (!recorded.has(eventId)) yield `${eventId} was delivered and never recorded`;
  }
  for (const key of world.items.keys()) {
    const left = world.items.tracked(key)?.outbox?.length ?? 0;
    if (left > 0) yield `${key.sk} still has ${left} undelivered events`;
  }
}

function textsById(events: Iterable<KeyturnEvent>): Map<string, string> {
  return new Map([...events].map((event) => [event.metadata.eventId, JSON.stringify(event)]));
}

/** Per record the numbers are 1, 2, 3 … */
function* sequenceViolations(journal: KeyturnEvent[]): Generator<string> {
  const records = Map.groupBy(journal, recordOf);
  for (const [record, events] of records) {
    const numbers = events.map((event) => event.metadata.sequence).sort((a, b) => a - b);
    if (numbers.some((number, place) => number !== place + 1))
      yield `${record} has the events ${numbers.join()}`;
  }
}

function recordOf(event: KeyturnEvent): string {
  const { type, data, metadata } = event;
  if ("connectionId" in data && !(type in serviceEvents)) return data.connectionId;
  return "serviceId" in data ? data.serviceId : `the policy of ${metadata.org}`;
}

/** What was answered as done has its one event. */
function* acknowledged(world: World, journal: KeyturnEvent[]): Generator<string> {
  for (const attempt of world.attempts) {
    if (attempt.outcome?.is !== "answered") continue;
    const wanted = wantedEvent(attempt, attempt.outcome.value);
    if (!wanted) continue;
    const found = journal.filter((event) => wanted.types.includes(event.type) && wanted.matches(event));
    if (wanted.isOften ? found.length === 0 : found.length !== 1) {
      yield `${attempt.id} (${attempt.kind}) was answered and has ${found.length} of ${wanted.types.join("/")}`;
    }
  }
}

interface Wanted {
  types: EventType[];
  /** What is done again after something else was done between has another event. */
  isOften?: boolean;
  matches(event: KeyturnEvent): boolean;
}

function wantedEvent(attempt: Attempt, value: unknown): Wanted | undefined {
  const { target, request } = attempt;
  const fact = (name: string) => (event: KeyturnEvent) => (event.data as Record<string, unknown>)[name];
  switch (attempt.kind) {
    case "reset": {
      const { accessKeyId } = value as { accessKeyId: string };
      return {
        types: ["KeyCreated", "KeyRotated"],
        matches: (event) => fact("accessKeyId")(event) === accessKeyId,
      };
    }
    case "remove":
      return {
        types: ["KeyRemoved", "KeyRotated"],
        // A customer may have given one key to two connections.
        matches: (event) =>
          fact("connectionId")(event) === target &&
          fact(event.type === "KeyRemoved" ? "accessKeyId" : "previousAccessKeyId")(event) ===
            request.confirm,
      };
    case "delete_connection":
      return { types: ["ConnectionDeleted"], matches: (event) => fact("connectionId")(event) === target };
    case "delete_service":
      return { types: ["ServiceDeleted"], matches: (event) => fact("serviceId")(event) === target };
    case "put":
    case "take_in": {
      const taken = takenKey(attempt);
      return {
        types: ["KeyCreated", "KeyRotated"],
        isOften: true,
        matches: (event) =>
          fact("connectionId")(event) === taken?.connectionId &&
          fact("accessKeyId")(event) === taken?.accessKeyId,
      };
    }
    case "create": {
      const { service } = value as { service: { serviceId: string } };
      return {
        types: ["ServiceCreated"],
        matches: (event) => fact("serviceId")(event) === service.serviceId,
      };
    }
    case "add": {
      const { connectionId } = value as { connectionId: string };
      return {
        types: ["ConnectionCreated"],
        matches: (event) => fact("connectionId")(event) === connectionId,
      };
    }
    case "rename":
    case "retire":
    case "restore":
    case "policy":
    case "link":
    case "tell":
    case "forget":
    case "list":
      return undefined; // to what it is already is no change
  }
}
