import type { DynamoDBRecord } from "aws-lambda";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { relayRecords } from "../../functions/relay-records.ts";
import { pause } from "./pause.ts";
import type { Random } from "./random.ts";
import { invoke } from "./staff.ts";
import type { World } from "./world.ts";

/** Lambda sends a batch again so often, and goes on behind it. */
const TRIES_MAX = 3;

/**
 * The table's stream, which hands a function records a batch at a time, from the first that failed on once more. Some come
 * late, some twice, some out of order, and some, behind too many failures, never.
 */
export async function streamActor(world: World, who: string, isOver: () => boolean): Promise<void> {
  let next = 0;
  let tries = 0;
  for (let batch = 1; !isOver(); batch++) {
    const name = `${who}.${batch}`;
    const random = world.chance(name);
    await world.scheduler.sleep(pause(world, random, 100, 15_000));
    const { stream } = world.items;
    if (isOver() || next >= stream.length) continue;
    const size = random.between(1, 10);
    const from = random.chance(0.15) ? random.between(0, next) : next;
    const keys = stream.slice(from, from + size);
    if (!world.choices.allows(name)) {
      next = Math.max(next, from + keys.length);
      continue;
    }
    const places = disordered(random, keys).map(({ place }) => place);
    const records = places.map((place) => recordOf(keys[place] as ItemKey, from + place));
    world.trace(() => `${name} gets the records ${places.map((place) => from + place).join()} of the stream`);
    const answer = await invoke(world, name, "stream", (ports) => relayRecords(ports, records));
    const failed = answer ? answer.batchItemFailures[0]?.itemIdentifier : String(from);
    tries = failed === undefined ? 0 : tries + 1;
    const isGivenUp = tries >= TRIES_MAX;
    if (isGivenUp) tries = 0;
    const isDone = failed === undefined || isGivenUp;
    next = Math.max(next, isDone ? from + keys.length : Math.min(Number(failed), next));
  }
}

/** In their order mostly; else in any, one of them twice. */
function disordered(random: Random, keys: readonly ItemKey[]): { place: number }[] {
  const inOrder = keys.map((_, place) => ({ place, rank: place }));
  if (random.chance(0.7)) return inOrder;
  const again = { place: random.between(0, keys.length - 1), rank: 0 };
  const ranked = [...inOrder, again].map(({ place }) => ({ place, rank: random.next() }));
  return ranked.sort((a, b) => a.rank - b.rank);
}

function recordOf({ pk, sk }: ItemKey, place: number): DynamoDBRecord {
  return { dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(place) } };
}
