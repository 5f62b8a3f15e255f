import type { Connection } from "../connection/connection.ts";
import { DomainError } from "../errors.ts";
import { disableExpiredKey } from "../key/disable-expired-key.ts";
import { retireByItself } from "../key/retire-access-key.ts";
import { tidyKeys } from "../key/tidy-keys.ts";
import { writePlan } from "../key/write-plan.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import type { SweepPorts } from "../ports.ts";
import { lookAtOldPair } from "./look-at-old-pair.ts";
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
      case "try_old_pair":
        // As planned: what it finds writes the plan, too.
        return await lookAtOldPair(ports, { ...connection, ...record }, inForce);
      case undefined:
        return await writePlan(ports, connection, record, events);
    }
  } catch (error) {
    // Somebody has reset, restored or retired the key meanwhile: the next sweep sees what there is to do then.
    if (!(error instanceof DomainError) || error.code !== "key_changed") throw error;
  }
}
