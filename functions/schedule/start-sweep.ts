import { SHARDS } from "../../core/journal/outboxes.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { relayPorts, sweepRequestPorts } from "../ports.ts";
import { guarded } from "../worker.ts";

/** Every minute: delivers what the stream did not, then asks for a pass over every shard of the agenda. */
export const handler = guarded(async () => {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  await sweepRequestPorts().sweeps.request(shards.map((shard) => ({ shard })));
  const failures: unknown[] = [];
  for (const shard of shards) await relayShard(relayPorts(), shard).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0]; // one shard that cannot be read does not keep the others waiting
});
