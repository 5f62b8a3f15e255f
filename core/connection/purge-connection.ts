import { MINUTE_MS, plus } from "../clock.ts";
import { CALLS_END_MS } from "../key/operation.ts";
import type { DeprovisionPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { type Connection, isAdopted } from "./connection.ts";
import { dropFromService } from "./drop-from-service.ts";
import { endUser } from "./end-user.ts";

const AGAIN_MS = 60 * MINUTE_MS;

/**
 * Ends a tombstone whose time has come: a user that a stalled creation made after all, or a secret that a stalled put
 * did, is deleted once more, and the record goes when its events are out. The claim to an adopted user goes before: who
 * dies between finds the record.
 */
export async function purgeConnection(ports: DeprovisionPorts, tombstone: Connection): Promise<void> {
  if (tombstone.outbox.length > 0) {
    await ports.connections.update(tombstone, {
      when: [equals("version", tombstone.version)],
      set: { nextActionAt: plus(ports.clock.now(), AGAIN_MS) },
    });
    return;
  }
  if (tombstone.customer) await ports.secrets.delete(tombstone, plus(ports.clock.now(), CALLS_END_MS));
  await endUser(ports, tombstone);
  if (isAdopted(tombstone)) await ports.claims.release(tombstone);
  await dropFromService(ports, tombstone);
  await ports.connections.erase(tombstone, tombstone.version);
}
