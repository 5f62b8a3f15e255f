import { DAY_MS, type Instant, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { DomainError } from "../errors.ts";
import { relayShard } from "../journal/relay-shard.ts";
import { type IssuedAccessKey, resetAccessKey } from "../key/reset-access-key.ts";
import type { ResetRequest } from "../key/reset-run.ts";
import type { Deployment } from "../ports.ts";
import { SHARDS } from "../record/shards.ts";
import { createService } from "../service/create-service.ts";
import { sweepShard } from "../sweep/sweep-shard.ts";
import { ProcessDied } from "./interrupt.ts";
import { anAdmin, type MemoryWorld, memoryWorld } from "./memory-ports.ts";

/** So many failures of a deletion that it gives up. */
export const DELETE_ATTEMPTS = 10;

/**
 * Minutes between the schedule's passes until it has nothing left to do: past the minute of a lease and of a request,
 * thrice; past the five in which a key may be missing from IAM's list; past the 15 after which a window is clean; past
 * the two days of a tombstone; and twice past the hour after which one that could not go yet is looked at again.
 */
const PASSES_AFTER_MINUTES = [2, 2, 2, 6, 20, 2 * 24 * 60 + 1, 61, 61];

const FAR: Instant = "2999-01-01T00:00:00.000Z";

/** A data service with one connection, and what tests want to do with it and know of it. */
export async function aScene(deployment: Partial<Deployment> = {}) {
  const world = memoryWorld(deployment);
  const { service, connection } = await createService(world.ports, anAdmin, { name: "Sales data" });
  const { connectionId, userName } = connection;
  const ref = { org: anAdmin.org, connectionId };
  const record = async () => (await world.ports.connections.find(ref)) as Connection;
  return {
    ...world,
    ...{ serviceId: service.serviceId, connectionId, userName, ref, record },
    reset: async (request: Partial<ResetRequest> = {}) =>
      (await resetAccessKey(world.ports, anAdmin, connectionId, {
        reason: "other",
        ...request,
      })) as IssuedAccessKey,
    /** The types of the undelivered events, oldest first. */
    told: async () => (await record()).outbox.map((event) => event.type),
    /** The ids of the user's keys in IAM that work. */
    working: () => workingKeys(world),
    sweep: (laterMs = 0) => sweep(world, laterMs),
    relay: () => relay(world),
  };
}

/** When a key that nobody has been told of is told of first, by the policy of an org that has none of its own. */
export function firstReminderOf({ current }: Connection): Instant | undefined {
  return current && plus(current.createdAt, 150 * DAY_MS);
}

function workingKeys({ iam }: MemoryWorld): string[] {
  return iam.allKeys().flatMap((key) => (key.active ? [key.accessKeyId] : []));
}

/** The schedule, some time later: every shard once. */
export async function sweep({ clock, ports }: MemoryWorld, laterMs = 0): Promise<void> {
  clock.advance(laterMs);
  for (let shard = 0; shard < SHARDS; shard++) await sweepShard(ports, { shard }, FAR);
}

/** The schedule, for two days and more: nothing reminds then of what was under way or deleted. */
export async function sweepForDays(world: MemoryWorld): Promise<void> {
  for (const minutes of PASSES_AFTER_MINUTES) await sweep(world, minutes * MINUTE_MS);
}

export async function relay({ ports }: MemoryWorld): Promise<void> {
  for (let shard = 0; shard < SHARDS; shard++) await relayShard(ports, shard, FAR);
}

/** The code a caller is refused with; "died" when the process died; the error itself when it is none of core's. */
export async function codeOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request;
    return "answered";
  } catch (error) {
    if (error instanceof ProcessDied) return "died";
    return error instanceof DomainError ? error.code : error;
  }
}
