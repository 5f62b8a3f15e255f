import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { undoUntil } from "../policy/retirement.ts";
import type { KeyPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyRetired } from "./events.ts";
import type { Held } from "./held.ts";
import { remembering } from "./idempotency.ts";
import { deactivateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/** Deactivates the old key and settles: from then on it can be restored, until it is deleted. Also its recovery. */
export async function finishRetirement(ports: KeyPorts, held: Held, by: Actor): Promise<Connection> {
  const { retiring, current } = held;
  if (retiring?.state !== "active") throw new Error("a retirement without a key to retire");
  const inForce = await policyInForce(ports, held.org);
  await deactivateKey(ports, held, retiring, callsEndAt(held.operation));
  const now = ports.clock.now();
  const deleteAt = undoUntil(now, inForce.policy);
  const { accessKeyId } = retiring;
  return endOperation(ports, held, {
    state: { current, retiring: { ...retiring, state: "inactive", deleteAt }, windows: held.windows },
    findings: nothingFound,
    drafts: [keyRetired(held, accessKeyId, deleteAt)],
    by,
    inForce,
    touches: true,
    idempotency: remembering(held, held.operation.idempotent, { accessKeyId, created: false }, now),
  });
}
