import { MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { relayPorts, sweepRequestPorts } from "../ports.ts";
import { guarded } from "../worker.ts";

/** Well before the function times out. */
const RELAYS_FOR_MS = 12 * SECOND_MS;

/**
 * Every minute: asks for a pass over every shard of the agenda, then delivers what the stream did not. It begins
 * with another shard each minute, so that a bus that fails slowly keeps none of them waiting for long.
 */
export const handler = guarded(async () => {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const failures: unknown[] = [];
  const note = (error: unknown) => failures.push(error); // one that fails does not keep the others waiting
  await sweepRequestPorts()
    .sweeps.request(shards.map((shard) => ({ shard })))
    .catch(note);
  const ports = relayPorts();
  const now = ports.clock.now();
  const until = plus(now, RELAYS_FOR_MS);
  const first = Math.floor(Date.parse(now) / MINUTE_MS) % SHARDS;
  for (const shard of [...shards.slice(first), ...shards.slice(0, first)]) {
    await relayShard(ports, shard, until).catch(note);
  }
  if (failures.length > 0) throw failures[0];
});
