import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { DAY_MS, type Instant, plus } from "../core/clock.ts";
import { Connection } from "../core/connection/connection.ts";
import { connectionIdFrom, derivedSeed, shardOf } from "../core/ids.ts";
import type { CurrentKey } from "../core/key/access-key.ts";
import { planKeys } from "../core/key/plan-keys.ts";
import { policyByDefault } from "../core/policy/policy.ts";
import { rotationDueAt } from "../core/policy/rotation.ts";
import { SHARDS } from "../core/record/shards.ts";
import { aConnection } from "../core/testing/sample-records.ts";
import { indexKeysOf } from "../functions/adapters/dynamo-index-keys.ts";
import { connectionKey } from "../functions/adapters/item-keys.ts";
import { documentClient } from "../functions/clients.ts";
import type { TestCloud } from "../test/support/test-cloud.ts";

const BATCH = 25;
const AT_ONCE = 8;
/** By the default policy a key is due when it is so old, and not told of before it is older than so much. */
const DUE_DAYS = 180;
const UNTOLD_DAYS = 149;
const BLOCK = 40;
const BLOCKS_IN_A_THOUSAND = 25;

/**
 * Connections with keys, the same ones for the same numbers: of the first of them every other is due, whatever the number
 * of those that follow.
 */
export interface Fleet {
  connections: number;
  due: number;
  /** The number of the first; 0 unless told. */
  from?: number;
  /** Those of one shard of the agenda alone. */
  shard?: number;
}

/** Puts them into the table as if each had been planned when its key was made; in no hurry, on however busy a machine. */
export async function fillFleet(cloud: TestCloud, fleet: Fleet): Promise<void> {
  const documents = documentClient({ ...cloud.aws, requestHandler: {} });
  const now = cloud.clock.now();
  const batches = batchesOf(fleet, now);
  const { tableName } = cloud.settings;
  const worker = async () => {
    for (const batch of batches) {
      const puts = batch.map((one) => {
        const key = connectionKey(one);
        return { PutRequest: { Item: { ...Connection.parse(one), ...key, ...indexKeysOf(key, one, now) } } };
      });
      await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function* batchesOf(fleet: Fleet, now: Instant): Generator<Connection[]> {
  let batch: Connection[] = [];
  for (const one of connectionsOf(fleet, now)) {
    batch.push(one);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** In the order of their numbers. */
export function* connectionsOf(fleet: Fleet, now: Instant): Generator<Connection> {
  const { connections, due, from = 0, shard } = fleet;
  for (let n = from, made = 0; made < connections; n++) {
    const seed = derivedSeed("fleet", String(n));
    const { sk } = connectionKey({ org: "", connectionId: connectionIdFrom(seed) });
    if (shard !== undefined && shardOf(sk, SHARDS) !== shard) continue;
    yield keyed(orgOf(n), seed, made % 2 === 0 && made < 2 * due ? DUE_DAYS : 1 + (n % UNTOLD_DAYS), now);
    made += 1;
  }
}

/**
 * Many small orgs and few large ones: of every thousand connections one org has 500, five have 50 each, and 25 have 10
 * each. Any forty in a row are mixed alike.
 */
function orgOf(n: number): string {
  const thousand = Math.floor(n / (BLOCK * BLOCKS_IN_A_THOUSAND));
  const place = n % BLOCK;
  if (place < BLOCK / 2) return `large-${thousand}`;
  if (place < (BLOCK * 3) / 4) return `middle-${thousand}-${place % 5}`;
  return `small-${thousand}-${Math.floor(n / BLOCK) % BLOCKS_IN_A_THOUSAND}`;
}

/** With a key of that age, planned as whoever made it would have; one that is due has had its last reminder. */
function keyed(org: string, seed: string, ageDays: number, now: Instant): Connection {
  const connection = aConnection(org, {
    connectionId: connectionIdFrom(seed),
    userName: `kt-sales-data-${seed}`,
  });
  const createdAt = plus(now, -ageDays * DAY_MS);
  const current: CurrentKey = {
    ...{ accessKeyId: `AKIA${seed.slice(0, 16).toUpperCase()}`, createdAt, state: "active" },
    rotationDueAt: rotationDueAt(createdAt, policyByDefault.policy.rotation),
    ...(ageDays === DUE_DAYS && { toldDaysBefore: 1 }),
  };
  return { ...connection, ...planKeys({ ...connection, current }, policyByDefault, now) };
}
