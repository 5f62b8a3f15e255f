import { HOUR_MS, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { DomainError } from "../../core/errors.ts";
import { putAccessKey } from "../../core/key/put-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { isAtRest } from "./invariants.ts";
import type { World } from "./world.ts";

/**
 * No connection ends stuck: whatever happened to it, somebody who asks an hour later, when all is well, is given a key that
 * works (a customer: has one taken in), and the connection is at rest.
 */
export async function availabilityViolations(world: World): Promise<string[]> {
  world.scheduler.advanceTo(plus(world.scheduler.now(), HOUR_MS));
  const ready = (await world.connections()).filter(({ state }) => state === "ready");
  const all: string[] = [];
  for (const connection of ready) {
    const why = await (connection.customer ? whyNotPut : whyNotReset)(world, connection).catch(
      (error: Error) => error.message,
    );
    if (why) all.push(`${connection.connectionId} is stuck: ${why}`);
  }
  return all;
}

async function whyNotReset(world: World, connection: Connection): Promise<string | undefined> {
  const issued = await resetCalmly(world, connection);
  const record = await world.calm.connections.find(connection);
  if (issued.replayed) return "a fresh request was answered as an earlier one";
  if (!world.iam.works(issued.accessKeyId)) return "the key it gave does not work";
  if (!record || !isAtRest(record)) return "it is not at rest behind a calm reset";
  return record.current?.accessKeyId === issued.accessKeyId ? undefined : "its key is another";
}

/** Somebody else's key may be in the way: he takes it back when he is told. */
async function resetCalmly(world: World, connection: Connection) {
  const { org, connectionId } = connection;
  const by = world.callerOf({ id: "afterwards", org });
  const request = { reason: "other", mode: "immediate" } as const;
  try {
    return await resetAccessKey(world.calm, by, connectionId, request);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "unmanaged_key_present") throw error;
    await world.iam.administratorDeletes(connection);
    return await resetAccessKey(world.calm, by, connectionId, request);
  }
}

async function whyNotPut(world: World, connection: Connection): Promise<string | undefined> {
  const { org, connectionId } = connection;
  const pair = world.pairs.make();
  const by = world.callerOf({ id: "afterwards", org });
  const record = await putAccessKey(world.calm, by, connectionId, { pair, reason: "other" });
  if (record.operation) return "it is not at rest behind a calm put";
  const keys = [record.current?.accessKeyId, world.secrets.currentKey(connection)];
  return keys.every((key) => key === pair.accessKeyId) ? undefined : "its key is another";
}
