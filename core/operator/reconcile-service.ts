import { equals } from "../record/patch.ts";
import type { Service } from "../service/service.ts";
import type { ReconcileOptions, ReconcilePorts } from "./reconcile-connection.ts";

/**
 * A restored data service may name a connection that had no record yet. Made after the backup, it can have a user
 * with a live key: the sweep would bury it as one that was never made, and two days later take the user's policy
 * away. So the name goes and the user stays, one without a record. Answers the connections no longer named. One
 * that is `creating` keeps its name: the sweep makes that connection, and whoever deletes the service has to find it.
 *
 * One that had told of nothing yet keeps its number: `sequence` 0 is how a deletion that is taken back knows that
 * the creation is unfinished.
 */
export async function reconcileService(
  ports: ReconcilePorts,
  service: Service,
  /** Whether IAM has a user that was made for the connection. */
  hasUser: (connectionId: string) => boolean,
  { floor, write }: ReconcileOptions,
): Promise<string[]> {
  if (service.state === "deleted") return [];
  const there = await ports.connections.findMany(service.org, service.connectionIds);
  const recorded = new Set(there.map((connection) => connection.connectionId));
  const isMade = service.state === "creating"; // by the sweep
  const unnamed = service.connectionIds.filter((id) => !isMade && !recorded.has(id) && hasUser(id));
  const isBehind = service.sequence > 0 && service.sequence < floor;
  if ((unnamed.length > 0 || isBehind) && write) {
    await ports.services.update(service, {
      when: [equals("version", service.version)],
      set: {
        connectionIds: service.connectionIds.filter((id) => !unnamed.includes(id)),
        ...(isBehind && { sequence: floor }),
      },
    });
  }
  return unnamed;
}
