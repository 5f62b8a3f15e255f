import type { Actor } from "../caller/caller.ts";
import { type Connection, isVisible, touched } from "../connection/connection.ts";
import { sameDependents } from "../pipeline/dependents.ts";
import type { RecordPorts } from "../ports.ts";
import { absent, anyOf, atMost, type Condition, equals, PatchRefused } from "../record/patch.ts";
import type { Service } from "./service.ts";

/**
 * Every connection shows its service's name and dependents as they were just changed, unless it shows this change, or a
 * later one, by now: then it was the sweep, which read the pipelines' names later.
 */
export async function showOnConnections(ports: RecordPorts, service: Service, by: Actor): Promise<void> {
  const connections = await ports.connections.findMany(service.org, service.connectionIds);
  const isOlder = anyOf(absent("shownSequence"), atMost("shownSequence", service.sequence - 1));
  await show(ports, service, connections, by, () => [isOlder]);
}

/**
 * The same by the sweep, with names that were read after the connections were: one that was written since may show later
 * names by now. With `each` those are written, too, that show them already: a sweep that sleeps with other names is refused
 * from then on. Answers whether all show them; else somebody has to look again.
 */
export async function showAgain(
  ports: RecordPorts,
  service: Service,
  connections: readonly Connection[],
  by: Actor,
  each: boolean,
): Promise<boolean> {
  const isNoNewer = anyOf(absent("shownSequence"), atMost("shownSequence", service.sequence));
  const whenOf = ({ version }: Connection) => [isNoNewer, equals("version", version)];
  return show(ports, service, connections, by, whenOf, each);
}

async function show(
  ports: RecordPorts,
  { name: serviceName, dependents, sequence: shownSequence }: Service,
  connections: readonly Connection[],
  by: Actor,
  whenOf: (connection: Connection) => Condition[],
  each = false,
): Promise<boolean> {
  let areShown = true;
  const now = ports.clock.now();
  for (const connection of connections.filter(isVisible)) {
    const isRenamed = connection.serviceName !== serviceName;
    const isSame = !isRenamed && sameDependents(connection.dependents, dependents);
    if (isSame && connection.shownSequence === shownSequence && !each) continue;
    try {
      await ports.connections.update(connection, {
        when: whenOf(connection),
        set: { serviceName, dependents, shownSequence, ...(isRenamed && touched(by.name, now)) },
      });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error; // changed again meanwhile, or gone
      areShown = false;
    }
  }
  return areShown;
}
