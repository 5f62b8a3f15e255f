import { keyturnItself } from "../caller/caller.ts";
import { type Connection, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { DomainError } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import { disableExpiredKey } from "../key/disable-expired-key.ts";
import { keysPatch } from "../key/key-state.ts";
import type { PlannedKeys } from "../key/plan-keys.ts";
import { retireByItself } from "../key/retire-access-key.ts";
import { tidyKeys } from "../key/tidy-keys.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import type { SweepPorts } from "../ports.ts";
import { absent, equals, fewerThan } from "../record/patch.ts";
import { plan } from "./plan.ts";
import { retireIfQuiet } from "./retire-if-quiet.ts";

/**
 * Does what the policy has for the keys of a connection that is due: the work there is, or one write that tells of
 * the key's age and plans what comes next. Throws what a take throws; CallFailed, PatchRefused.
 */
export async function attendKeys(
  ports: SweepPorts,
  connection: Connection,
  inForce: PolicyInForce,
): Promise<void> {
  const { record, events, work } = plan(connection, inForce, ports.clock.now());
  try {
    switch (work) {
      case "tidy":
        return await tidyKeys(ports, connection);
      case "disable":
        return await disableExpiredKey(ports, connection);
      case "retire":
        return await retireByItself(ports, connection);
      case "retire_if_quiet":
        // As planned: a hold writes the plan, too.
        return await retireIfQuiet(ports, { ...connection, ...record }, inForce);
      case undefined:
        return await writePlan(ports, connection, record, events);
    }
  } catch (error) {
    // Somebody has reset, restored or retired the key meanwhile: the next sweep sees what there is to do then.
    if (!(error instanceof DomainError) || error.code !== "key_changed") throw error;
  }
}

async function writePlan(
  ports: SweepPorts,
  connection: Connection,
  record: PlannedKeys,
  events: EventDraft[],
): Promise<void> {
  const now = ports.clock.now();
  const by = keyturnItself(connection.org, ports.ids.next());
  const { policyVersion, nextActionAt } = record;
  const keys = keysPatch(record);
  const announced = announce(ports.ids, connection, by, now, events);
  await ports.connections.write(connection, {
    when: [
      equals("version", connection.version),
      absent("operation"),
      ...(events.length > 0 ? [fewerThan("outbox", OUTBOX_EVENTS_MAX)] : []),
    ],
    set: { ...keys.set, policyVersion, ...(nextActionAt && { nextActionAt }), ...announced.set },
    remove: [...keys.remove, ...(nextActionAt ? [] : ["nextActionAt" as const])],
    append: announced.append,
  });
}
