import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { failureOf } from "../errors.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { retirementFrom } from "../policy/retirement.ts";
import type { KeyPorts } from "../ports.ts";
import type { RetiringKey } from "./access-key.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";
import { type IdempotentRequest, remembering } from "./idempotency.ts";
import { activateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/**
 * Activates the retired key and settles: it lives on as after a new staged reset. Also its recovery. One that
 * somebody has deleted in IAM is forgotten.
 */
export async function finishRestoration(
  ports: KeyPorts,
  held: Held,
  by: Actor,
  idempotent?: IdempotentRequest,
): Promise<Connection> {
  const { retiring, current } = held;
  if (!retiring) throw new Error("a restoration without a key to restore");
  const inForce = await policyInForce(ports, held.org);
  if (!(await isActivated(ports, held, retiring))) return forget(ports, held, retiring, by);
  const { accessKeyId, createdAt } = retiring;
  const now = ports.clock.now();
  const granted = retirementFrom(now, retiring, inForce.policy);
  const currentAccessKeyId = current?.accessKeyId ?? null;
  return endOperation(ports, held, {
    state: {
      current,
      retiring: { accessKeyId, createdAt, state: "active", ...granted },
      windows: held.windows,
    },
    findings: nothingFound,
    drafts: [
      { type: "KeyRestored", data: { ...factsOf(held), accessKeyId, currentAccessKeyId, ...granted } },
    ],
    by,
    inForce,
    touches: true,
    idempotency: remembering(
      held.idempotency,
      idempotent,
      { operationId: held.operation.id, accessKeyId, created: false },
      now,
    ),
  });
}

/** False when somebody has deleted the key in IAM meanwhile. */
async function isActivated(ports: KeyPorts, held: Held, retiring: RetiringKey): Promise<boolean> {
  try {
    await activateKey(ports, held, retiring, callsEndAt(held.operation));
    return true;
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    return false;
  }
}

function forget(ports: KeyPorts, held: Held, retiring: RetiringKey, by: Actor): Promise<Connection> {
  return endOperation(ports, held, {
    state: { current: held.current, retiring: undefined, windows: held.windows },
    findings: { ...nothingFound, deletedIds: [retiring.accessKeyId] },
    by,
  });
}
