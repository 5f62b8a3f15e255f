import type { Instant } from "../clock.ts";
import { failureOf } from "../errors.ts";
import type { Log } from "../ports.ts";
import { type RelayPorts, relayOutbox } from "./relay-outbox.ts";

/** What a pass over a shard came upon. */
export interface ShardRelayed {
  failed: number;
  /** Since when the outbox that had waited longest had waited; undefined where none did. */
  waitingSince: Instant | undefined;
}

/**
 * Delivers what the outbox index of a shard still names: the guarantee behind the stream's fast path. One
 * outbox that fails does not keep the others waiting; what is left at `until` waits for the next pass.
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
    for (const key of page.items) {
      if (ports.clock.now() >= until) return { failed, waitingSince };
      try {
        await relayOutbox(ports, key);
      } catch (error) {
        const { name, message } = error as Error;
        failed += 1;
        ports.log.warn("an outbox could not be delivered; the next pass tries again", {
          item: key.sk,
          error: failureOf(error) ? message : name,
        });
      }
    }
    after = page.next;
  } while (after);
  return { failed, waitingSince };
}
