import { keyturnItself } from "../caller/caller.ts";
import { standingDrift } from "../drift/drift.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { deactivatesAt } from "../policy/rotation.ts";
import type { KeyPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyDisabled } from "./events.ts";
import type { Held } from "./held.ts";
import { activateOrGone, deactivateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/** Stops the current key and settles: only a reset brings the connection back to life. */
export async function finishDisabling(ports: KeyPorts, held: Held): Promise<void> {
  const { current } = held;
  if (!current) throw new Error("a deactivation without a key to deactivate");
  await deactivateKey(ports, held, current, callsEndAt(held.operation));
  await endOperation(ports, held, {
    state: { current: { ...current, state: "inactive" }, retiring: held.retiring, windows: held.windows },
    findings: nothingFound,
    drafts: [keyDisabled(held, current.accessKeyId, "expired")],
    by: keyturnItself(held.org, held.operation.correlationId),
    touches: true,
  });
}

/**
 * The policy may have been changed since this was begun: a key that it lets live is left working. Whoever began it may have
 * stopped the key before dying, so that it is activated first — dies here: recovery does it again, to no effect, and
 * settles. One that somebody is known to have stopped in IAM stays so. Throws CallFailed, PatchRefused.
 */
export async function recoverDisabling(ports: KeyPorts, held: Held): Promise<void> {
  const { current, retiring, windows } = held;
  if (!current) throw new Error("a deactivation without a key to deactivate");
  const inForce = await policyInForce(ports, held.org);
  const endsAt = deactivatesAt(current, inForce);
  if (endsAt !== undefined && endsAt <= ports.clock.now()) return finishDisabling(ports, held);
  // One that is gone is told of by the comparison with IAM.
  if (!wasStoppedByHand(held)) await activateOrGone(ports, held, current, callsEndAt(held.operation));
  const by = keyturnItself(held.org, held.operation.correlationId);
  await endOperation(ports, held, {
    state: { current, retiring, windows },
    findings: nothingFound,
    by,
    inForce,
  });
}

function wasStoppedByHand(held: Held): boolean {
  return standingDrift(held).some(
    ({ kind, accessKeyId }) => kind === "key_deactivated" && accessKeyId === held.current?.accessKeyId,
  );
}
