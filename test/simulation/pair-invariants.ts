import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { type Attempt, takenKey } from "./attempt.ts";
import { LATE_MS } from "./given-key-invariants.ts";
import type { World } from "./world.ts";

const ENDING = new Set(["put", "take_in", "remove", "delete_connection", "delete_service"]);

/** What holds for customers' own pairs. */
export async function pairViolations(world: World, connections: Connection[]): Promise<string[]> {
  const journal = await world.journal();
  return [
    ...secretViolations(world, connections),
    ...world.attempts.flatMap((attempt) => [...takenViolations(world, connections, journal, attempt)]),
  ];
}

/** Whoever reads the secret gets the key that the record names; and a secret is kept for a connection that is there. */
function* secretViolations({ secrets }: World, connections: Connection[]): Generator<string> {
  const left = new Set(secrets.secrets.keys());
  for (const connection of connections.filter(({ customer }) => customer)) {
    const { org, connectionId, current } = connection;
    left.delete(`${org}/${connectionId}`);
    const read = secrets.currentKey(connection);
    if (read !== current?.accessKeyId) {
      yield `${connectionId}: its secret holds ${read}, the record says ${current?.accessKeyId}`;
    }
  }
  for (const name of left) yield `the secret ${name} belongs to no connection`;
}

/** A pair that was taken in is current, unless the journal says who ended that, who had asked for it. */
function* takenViolations(
  world: World,
  connections: Connection[],
  journal: KeyturnEvent[],
  attempt: Attempt,
): Generator<string> {
  const { id, startedMs } = attempt;
  const { connectionId, accessKeyId } = takenKey(attempt) ?? {};
  if (connectionId === undefined || accessKeyId === undefined) return;
  const current = connections.find((one) => one.connectionId === connectionId)?.current;
  if (current?.accessKeyId === accessKeyId) return;
  const ended = journal.filter(({ type, data }) => {
    if (!("connectionId" in data) || data.connectionId !== connectionId) return false;
    if (type === "KeyRotated") return data.previousAccessKeyId === accessKeyId;
    return type === "KeyRemoved" && data.accessKeyId === accessKeyId;
  });
  if (ended.length === 0) yield `${accessKeyId}, taken in for ${id}, is not current any more`;
  for (const { type, metadata } of ended) {
    const ender = world.attempts.find(
      (one) =>
        one.id === metadata.correlationId ||
        (one.kind === "delete_service" && one.target === metadata.correlationId),
    );
    if (!ender || !ENDING.has(ender.kind)) {
      yield `${accessKeyId}, taken in for ${id}, was ended by ${type}: nobody asked for it`;
    } else if (
      ender.kind !== "delete_service" &&
      (ender.endedMs ?? Number.POSITIVE_INFINITY) + LATE_MS < startedMs
    ) {
      yield `${accessKeyId}, taken in for ${id}, was ended by ${ender.id}, which was over before`;
    }
  }
}
