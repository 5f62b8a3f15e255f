import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { MINUTE_MS, plus } from "../core/clock.ts";
import type { Connection } from "../core/connection/connection.ts";
import { relayShard } from "../core/journal/relay-shard.ts";
import { SHARDS } from "../core/record/shards.ts";
import { SWEPT_AT_ONCE, sweepShard } from "../core/sweep/sweep-shard.ts";
import { connectionKey } from "../functions/adapters/item-keys.ts";
import { type CloudPorts, cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud, type TestCloud } from "../test/support/test-cloud.ts";
import { connectionsOf, type Fleet, fillFleet } from "./fleet.ts";
import { median, type Ratio, ratioOf } from "./rounds.ts";

/** How fast keys are flagged, beside what the same store does in plain conditional updates. */
export interface Flagging {
  keysPerSecond: number;
  updatesPerSecond: number;
  /** Of writes a second, three for each key flagged. */
  ratio: Ratio;
  rounds: number;
}

const KEYS = 500;
const ROUNDS = 9;
/** The record with its event, the journal's entry, the outbox. */
const WRITES_A_KEY = 3;

/** By turns, in the same process against the same table: keys that are due, and as many writes to as many records. */
export async function measureFlagging(): Promise<Flagging> {
  const cloud = await openTestCloud();
  try {
    const ports = cloudPorts(cloud);
    const rounds = [];
    for (let n = 0; n <= ROUNDS; n++) rounds.push(await round(cloud, ports, n));
    rounds.shift(); // warmed up both
    return {
      keysPerSecond: median(rounds.map((one) => one.full)) / WRITES_A_KEY,
      updatesPerSecond: median(rounds.map((one) => one.bare)),
      ratio: ratioOf(rounds),
      rounds: ROUNDS,
    };
  } finally {
    await cloud.close();
  }
}

/** Writes a second of each: shard by shard, as if each were a Lambda's, and so that what else the machine does meets both alike. */
async function round(
  cloud: TestCloud,
  ports: CloudPorts,
  n: number,
): Promise<{ full: number; bare: number }> {
  const fleet: Fleet = { connections: 2 * KEYS, due: KEYS, from: 2 * KEYS * n };
  await fillFleet(cloud, fleet);
  const others = [...connectionsOf(fleet, ports.clock.now())].filter((_, place) => place % 2 === 1);
  const spent = { full: 0, bare: 0 };
  for (let shard = 0; shard < SHARDS; shard++) {
    const share = others.filter((_, place) => place % SHARDS === shard);
    const turns = [
      ["full", () => flag(ports, shard)] as const,
      ["bare", () => update(cloud, ports, share)] as const,
    ];
    for (const [name, work] of (n + shard) % 2 ? turns : turns.reverse()) {
      const startedAt = performance.now();
      await work();
      spent[name] += performance.now() - startedAt;
    }
  }
  const writes = WRITES_A_KEY * KEYS * 1_000;
  return { full: writes / spent.full, bare: writes / spent.bare };
}

async function flag(ports: CloudPorts, shard: number): Promise<void> {
  const until = plus(ports.clock.now(), MINUTE_MS);
  await sweepShard(ports, { shard }, until);
  await relayShard(ports, shard, until);
}

/** Each of the records three times: its key, its next action and its version, if it is at the version before. */
async function update(cloud: TestCloud, { documents }: CloudPorts, connections: Connection[]): Promise<void> {
  for (let version = 1; version <= WRITES_A_KEY; version++) {
    const left = connections.values();
    const worker = async () => {
      for (const one of left) {
        const command = new UpdateCommand({
          TableName: cloud.settings.tableName,
          Key: connectionKey(one),
          UpdateExpression: "SET #current = :current, nextActionAt = :at, version = :next",
          ConditionExpression: "version = :version",
          ExpressionAttributeNames: { "#current": "current" },
          ExpressionAttributeValues: {
            ...{ ":version": version, ":next": version + 1 },
            ...{ ":current": one.current, ":at": plus(one.nextActionAt ?? "", version) },
          },
        });
        await documents.send(command);
      }
    };
    await Promise.all(Array.from({ length: SWEPT_AT_ONCE }, worker));
  }
}
