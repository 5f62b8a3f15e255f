import { buryUnmade } from "../connection/bury-unmade.ts";
import { isVisible } from "../connection/connection.ts";
import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { renameConnections } from "./change-service.ts";
import type { Service } from "./service.ts";

/**
 * What a request that stopped half-way left at a service that is ready: a connection it names but never made,
 * a connection that shows its former name. Then nothing is due any more.
 */
export async function mendService(ports: RecordPorts, service: Service): Promise<void> {
  const by = { org: service.org, name: service.updatedBy, correlationId: service.serviceId };
  await renameConnections(ports, service, by);
  const there = await ports.connections.findMany(service.org, service.connectionIds);
  const made = new Set(there.filter(isVisible).map((connection) => connection.connectionId));
  const known = new Set(there.map((connection) => connection.connectionId));
  for (const id of service.connectionIds) {
    if (!known.has(id) && !(await buryUnmade(ports, service, id, by))) return; // made just now: the next sweep mends it
  }
  await ports.services.update(service, {
    when: [equals("version", service.version)],
    set: { connectionIds: service.connectionIds.filter((id) => made.has(id)) },
    remove: ["nextActionAt"],
  });
}
