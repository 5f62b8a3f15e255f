import type { Actor } from "../caller/caller.ts";
import { isVisible, touched } from "../connection/connection.ts";
import { sameDependents } from "../pipeline/dependents.ts";
import type { RecordPorts } from "../ports.ts";
import { absent, anyOf, atMost, PatchRefused } from "../record/patch.ts";
import type { Service } from "./service.ts";

/** Every connection shows its service's name and dependents, unless it shows later ones by now. */
export async function showOnConnections(ports: RecordPorts, service: Service, by: Actor): Promise<void> {
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  const now = ports.clock.now();
  const { name: serviceName, dependents, sequence: shownSequence } = service;
  for (const connection of connections.filter(isVisible)) {
    const isRenamed = connection.serviceName !== serviceName;
    const isSame = !isRenamed && sameDependents(connection.dependents, dependents);
    if (isSame && connection.shownSequence === shownSequence) continue;
    try {
      await ports.connections.update(connection, {
        when: [anyOf(absent("shownSequence"), atMost("shownSequence", shownSequence))],
        set: { serviceName, dependents, shownSequence, ...(isRenamed && touched(by.name, now)) },
      });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error; // changed again meanwhile, or gone
    }
  }
}
