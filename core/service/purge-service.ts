import { MINUTE_MS, plus } from "../clock.ts";
import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { Service } from "./service.ts";

const AGAIN_MS = 60 * MINUTE_MS;

/** Ends a tombstone whose time has come, once its events are out and its connections' tombstones have gone. */
export async function purgeService(ports: RecordPorts, tombstone: Service): Promise<void> {
  if (tombstone.outbox.length === 0 && tombstone.connectionIds.length === 0) {
    await ports.services.erase(tombstone, tombstone.version);
    return;
  }
  await ports.services.update(tombstone, {
    when: [equals("version", tombstone.version)],
    set: { nextActionAt: plus(ports.clock.now(), AGAIN_MS) },
  });
}
