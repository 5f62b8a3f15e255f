import "../parse-interpreted.ts";

import * as z from "zod";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import { sweepPorts, sweepRequestPorts } from "../ports.ts";
import { worker } from "../worker.ts";

/** Well before the function times out, and late enough for the record at hand to be finished. */
const STARTS_NO_MORE_AFTER_MS = 4 * SECOND_MS;

const Pass = z.strictObject({
  shard: z
    .int()
    .min(0)
    .max(SHARDS - 1),
  after: z.string().optional(),
});

export const handler = worker(Pass, async ({ shard, after }) => {
  const ports = sweepPorts();
  const until = plus(ports.clock.now(), STARTS_NO_MORE_AFTER_MS);
  const rest = await sweepShard(ports, { shard, ...(after && { after }) }, until);
  if (rest) await sweepRequestPorts().sweeps.request([rest]);
});
