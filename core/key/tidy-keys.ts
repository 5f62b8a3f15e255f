import { keyturnItself } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import type { KeyPorts } from "../ports.ts";
import { finishTidying } from "./finish-tidying.ts";
import { takeOperation } from "./take-operation.ts";

/**
 * What a reset left for later: the doomed key that could not be deleted, and the windows in which an orphan may
 * still come to light. Under an operation like any other, so that no reset is half-way meanwhile. When IAM does
 * not answer the operation is left to expire. Throws what a take throws; CallFailed, PatchRefused.
 */
export async function tidyKeys(ports: KeyPorts, connection: Connection): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const held = await takeOperation(ports, { ref: connection, kind: "tidy", by, seen: connection });
  await finishTidying(ports, held);
}
