import "../parse-interpreted.ts";

import { earliest, type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from "../../core/clock.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { logger } from "../logger.ts";
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
  // One that fails does not keep the others waiting.
  const note = (error: unknown): undefined => void failures.push(error);
  await sweepRequestPorts()
    .sweeps.request(shards.map((shard) => ({ shard })))
    .catch(note);
  const ports = relayPorts();
  const now = ports.clock.now();
  const until = plus(now, RELAYS_FOR_MS);
  const first = Math.floor(Date.parse(now) / MINUTE_MS) % SHARDS;
  let oldest: Instant | undefined;
  for (const shard of [...shards.slice(first), ...shards.slice(0, first)]) {
    const relayed = await relayShard(ports, shard, until).catch(note);
    oldest = earliest(oldest, relayed?.waitingSince);
  }
  const oldestOutboxSeconds = oldest ? Math.max(0, msBetween(oldest, now)) / SECOND_MS : 0;
  logger.info("the outboxes were looked through", { oldestOutboxSeconds });
  if (failures.length > 0) throw failures[0];
});
