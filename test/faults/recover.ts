import { MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { TOMBSTONE_MS } from "../../core/connection/connection.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";

/** Past the lease, the five minutes in which a missing key may only be late, and the audit of every window. */
const PASSES_AFTER_MS = [61, 61, 61, 361, 961, 301].map((seconds) => seconds * SECOND_MS);

/** What the schedule does, until nobody has anything to do any more. */
export async function recover(cloud: TestCloud, ports: CloudPorts): Promise<void> {
  for (const passAfter of PASSES_AFTER_MS) {
    cloud.clock.advance(passAfter);
    await sweepOnce(ports);
  }
}

/** Until nothing reminds of what was deleted but its history: a service's record goes after its connections'. */
export async function outliveTombstones(cloud: TestCloud, ports: CloudPorts): Promise<void> {
  for (const passAfter of [TOMBSTONE_MS, 61 * MINUTE_MS, 61 * MINUTE_MS]) {
    cloud.clock.advance(passAfter);
    await sweepOnce(ports);
  }
}

export async function sweepOnce(ports: CloudPorts): Promise<void> {
  await sweepAll(ports);
  await relayAll(ports);
}

// One shard after the other: in a single process all of them at once wait for each other, until calls time out.

export async function sweepAll(ports: CloudPorts): Promise<void> {
  const until = plus(ports.clock.now(), 60 * MINUTE_MS);
  for (let shard = 0; shard < SHARDS; shard++)
    await asLambda("sweepShard", sweepShard)(ports, { shard }, until);
}

export async function relayAll(ports: CloudPorts): Promise<void> {
  const until = plus(ports.clock.now(), 60 * MINUTE_MS);
  for (let shard = 0; shard < SHARDS; shard++) await asLambda("startSweep", relayShard)(ports, shard, until);
}
