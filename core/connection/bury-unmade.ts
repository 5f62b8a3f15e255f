import { adoptedConnection } from "../adoption/adopted-records.ts";
import type { Actor } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import type { RecordPorts } from "../ports.ts";
import type { Service } from "../service/service.ts";
import { TOMBSTONE_MS } from "./connection.ts";
import { managedBucket, newConnection } from "./new-connection.ts";

/**
 * A connection that its service names and nobody made: a tombstone takes its place, so that a request that was
 * only slow cannot make it any more. False when it was made meanwhile.
 */
export async function buryUnmade(
  ports: RecordPorts,
  service: Service,
  connectionId: string,
  by: Actor,
): Promise<boolean> {
  const now = ports.clock.now();
  const nextActionAt = plus(now, TOMBSTONE_MS);
  if (service.adoption) {
    const { current: _, ...unmade } = adoptedConnection(service, service.adoption, by, now);
    return ports.connections.insert({ ...unmade, state: "deleted", nextActionAt });
  }
  const anyBucket = managedBucket(ports.deployment); // the service's own region may be enabled no more
  const unmade = newConnection(service, connectionId, anyBucket, by, now);
  return ports.connections.insert({ ...unmade, state: "deleted", nextActionAt });
}
