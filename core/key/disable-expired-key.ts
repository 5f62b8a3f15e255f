import { keyturnItself } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import type { KeyPorts } from "../ports.ts";
import { finishDisabling } from "./finish-disabling.ts";
import { takeOperation } from "./take-operation.ts";

/**
 * Stops the current key because the policy lets none grow older.
 *
 * 1. take, if the record, and so the policy it is planned by, is still as it was seen — dies here: recovery goes on with 2
 * 2. UpdateAccessKey Inactive — dies here: recovery does it again, to no effect, and 3; where the policy has been changed
 *    meanwhile and lets the key live, it is activated again
 * 3. settle with `KeyDisabled` in the outbox
 *
 * Throws what a take throws; CallFailed, PatchRefused.
 */
export async function disableExpiredKey(ports: KeyPorts, connection: Connection): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const held = await takeOperation(ports, {
    ...{ ref: connection, kind: "disable", by, seen: connection, unchanged: true },
  });
  await finishDisabling(ports, held);
}
