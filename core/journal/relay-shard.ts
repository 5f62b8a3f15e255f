import type { Instant } from "../clock.ts";
import { failureOf } from "../errors.ts";
import type { Log } from "../ports.ts";
import { EVENTS_A_CALL_MAX } from "./bus.ts";
import type { ItemKey } from "./outboxes.ts";
import { type RelayPorts, relayOutbox } from "./relay-outbox.ts";
import { relayTogether } from "./relay-together.ts";

/** What a pass over a shard came upon. */
export interface ShardRelayed {
  failed: number;
  /** Since when the outbox that had waited longest had waited; undefined where none did. */
  waitingSince: Instant | undefined;
}

/**
 * Delivers what the outbox index of a shard still names: the guarantee behind the stream's fast path. Outboxes go
 * together, and by themselves where that does not do. One that fails does not keep the others waiting; what is left at
 * `until` waits for the next pass.
 */
export async function relayShard(
  ports: RelayPorts & { log: Log },
  shard: number,
  until: Instant,
): Promise<ShardRelayed> {
  let failed = 0;
  let waitingSince: Instant | undefined;
  let after: string | undefined;
  do {
    const page = await ports.outboxes.nominated(shard, after);
    waitingSince ??= page.since;
    for (let from = 0; from < page.items.length; from += EVENTS_A_CALL_MAX) {
      if (ports.clock.now() >= until) return { failed, waitingSince };
      const left = await relayTogether(ports, page.items.slice(from, from + EVENTS_A_CALL_MAX));
      for (const key of left) {
        if (ports.clock.now() >= until) return { failed, waitingSince };
        if (!(await isRelayed(ports, key))) failed += 1;
      }
    }
    after = page.next;
  } while (after);
  return { failed, waitingSince };
}

async function isRelayed(ports: RelayPorts & { log: Log }, key: ItemKey): Promise<boolean> {
  try {
    await relayOutbox(ports, key);
    return true;
  } catch (error) {
    const { name, message } = error as Error;
    ports.log.warn("an outbox could not be delivered; the next pass tries again", {
      item: key.sk,
      error: failureOf(error) ? message : name,
    });
    return false;
  }
}
