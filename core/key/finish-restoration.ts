import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { retirementFrom } from "../policy/retirement.ts";
import { deactivatesAt } from "../policy/rotation.ts";
import type { KeyPorts } from "../ports.ts";
import type { LivingKey, RetiringKey } from "./access-key.ts";
import { type Findings, nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";
import { remembering } from "./idempotency.ts";
import { activateOrGone, deactivateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/**
 * Activates the retired key and settles: it lives on as after a new staged reset. Also its recovery. One that has
 * become too old for the policy meanwhile stays retired, and one that somebody has deleted in IAM is forgotten: the
 * record that is answered says which.
 */
export async function finishRestoration(ports: KeyPorts, held: Held, by: Actor): Promise<Connection> {
  const { retiring } = held;
  if (!retiring) throw new Error("a restoration without a key to restore");
  const inForce = await policyInForce(ports, held.org);
  const now = ports.clock.now();
  const endsAt = deactivatesAt(retiring, inForce);
  if (endsAt !== undefined && endsAt <= now) return stayRetired(ports, held, by, retiring);
  if (!(await activateOrGone(ports, held, retiring, callsEndAt(held.operation)))) {
    const deletedIds = [retiring.accessKeyId];
    return leave(ports, held, by, undefined, { ...nothingFound, deletedIds });
  }
  const { accessKeyId, createdAt, adoptedAt } = retiring;
  const granted = retirementFrom(now, retiring, inForce);
  const restored: LivingKey = {
    ...{ accessKeyId, createdAt, state: "active" },
    ...(adoptedAt && { adoptedAt }),
    ...granted,
  };
  return endOperation(ports, held, {
    state: { current: held.current, retiring: restored, windows: held.windows },
    findings: nothingFound,
    tellsOf: ({ retiring: planned }) => [keyRestored(held, planned?.state === "active" ? planned : restored)],
    by,
    inForce,
    touches: true,
    idempotency: remembering(held, held.operation.idempotent, { accessKeyId, created: false }, now),
  });
}

function keyRestored(held: Held, { accessKeyId, retireAt, hardStopAt }: LivingKey): EventDraft {
  const currentAccessKeyId = held.current?.accessKeyId ?? null;
  const data = { ...factsOf(held), accessKeyId, currentAccessKeyId, retireAt, hardStopAt };
  return { type: "KeyRestored", data };
}

/**
 * Whoever began this may have activated the key before dying, so that it is deactivated first — dies here: recovery does
 * it again, to no effect, and settles. Throws CallFailed, PatchRefused.
 */
async function stayRetired(
  ports: KeyPorts,
  held: Held,
  by: Actor,
  retiring: RetiringKey,
): Promise<Connection> {
  await deactivateKey(ports, held, retiring, callsEndAt(held.operation));
  return leave(ports, held, by, retiring, nothingFound);
}

function leave(
  ports: KeyPorts,
  held: Held,
  by: Actor,
  retiring: RetiringKey | undefined,
  findings: Findings,
): Promise<Connection> {
  const { current, windows } = held;
  return endOperation(ports, held, { state: { current, retiring, windows }, findings, by });
}
