import type { Instant } from "../clock.ts";
import { failureOf } from "../errors.ts";
import type { Log } from "../ports.ts";
import { type RelayPorts, relayOutbox } from "./relay-outbox.ts";

/**
 * Delivers what the outbox index of a shard still names: the guarantee behind the stream's fast path. One
 * outbox that fails does not keep the others waiting; what is left at `until` waits for the next pass. Answers
 * how many failed.
 */
export async function relayShard(
  ports: RelayPorts & { log: Log },
  shard: number,
  until: Instant,
): Promise<number> {
  let failed = 0;
  let after: string | undefined;
  do {
    const page = await ports.outboxes.nominated(shard, after);
    for (const key of page.items) {
      if (ports.clock.now() >= until) return failed;
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
  return failed;
}
