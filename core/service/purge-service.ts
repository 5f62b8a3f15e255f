import { MINUTE_MS, plus } from "../clock.ts";
import { firstConnectionIdOf } from "../ids.ts";
import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { Service } from "./service.ts";

const AGAIN_MS = 60 * MINUTE_MS;

/**
 * Ends a tombstone whose time has come, once its events are out and its connections' tombstones have gone. That of the first
 * is looked for: its id follows from the service's, and both come back with the request, or the adopted user, that they
 * were made from.
 */
export async function purgeService(ports: RecordPorts, tombstone: Service): Promise<void> {
  const { org, serviceId, outbox, connectionIds } = tombstone;
  const first = { org, connectionId: firstConnectionIdOf(serviceId) };
  if (outbox.length === 0 && connectionIds.length === 0 && !(await ports.connections.find(first))) {
    await ports.services.erase(tombstone, tombstone.version);
    return;
  }
  await ports.services.update(tombstone, {
    when: [equals("version", tombstone.version)],
    set: { nextActionAt: plus(ports.clock.now(), AGAIN_MS) },
  });
}
