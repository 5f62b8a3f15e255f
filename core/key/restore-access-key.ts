import type { Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { findConnection } from "../connection/find-connection.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { deactivatesAt } from "../policy/rotation.ts";
import type { KeyPorts } from "../ports.ts";
import type { RetiringKey } from "./access-key.ts";
import { finishRestoration } from "./finish-restoration.ts";
import { type IdempotentRequest, isAnswered } from "./idempotency.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { customerManaged, keyTooOld, noRetiringKey } from "./refusals.ts";
import { takeOperation } from "./take-operation.ts";

const ONLY_THE_CUSTOMER =
  "The keys of this connection are the customer's own. Activate the old one in IAM, and give it to Keyturn again (PUT …/access-key).";

/**
 * Brings the old key of a staged reset back to life while it is only deactivated: it works again for as long as it
 * would after a new staged reset, but no longer than the policy lets any key live.
 *
 * 1. take, if the key is still as it was seen — dies here: recovery goes on with 2
 * 2. UpdateAccessKey Active — dies here: recovery does it again, to no effect, and 3
 * 3. settle with `KeyRestored` in the outbox
 *
 * Sent again after it was done, it answers the same. Throws DomainError: not_found, customer_managed, no_retiring_key,
 * key_too_old, key_changed, operation_in_progress, idempotency_key_reused, too_many_idempotency_keys,
 * too_many_operations, service_not_ready, busy, unavailable; CallFailed.
 */
export async function restoreAccessKey(
  ports: KeyPorts,
  caller: Caller,
  connectionId: string,
  { idempotent }: { idempotent?: IdempotentRequest },
): Promise<Connection> {
  const seen = await findConnection(ports, caller.org, connectionId);
  if (seen.customer) throw customerManaged(ONLY_THE_CUSTOMER);
  // Not left to the take: the request may be forgotten by then, which would bring back a key that was retired since.
  if (isAnswered(seen.idempotency, idempotent, ports.clock.now())) return seen;
  const { retiring } = seen;
  if (!retiring || retiring.state === "doomed") {
    throw noRetiringKey("There is no retired key that could be restored.");
  }
  if (!seen.operation && retiring.state === "active") return seen;
  if (retiring.state === "inactive") await assertYoungEnough(ports, seen, retiring);
  const take = { ref: seen, kind: "restore", by: caller, seen, ...(idempotent && { idempotent }) } as const;
  const taken = await takeOperation(ports, take);
  if ("replay" in taken) return taken.connection;
  const restored = await orUnavailable(ports.clock, taken, () => finishRestoration(ports, taken, caller));
  if (!restored.retiring) throw noRetiringKey("The retired key has been deleted in IAM.");
  if (restored.retiring.state !== "active") await assertYoungEnough(ports, restored, restored.retiring);
  return restored;
}

async function assertYoungEnough(ports: KeyPorts, { org }: Connection, retiring: RetiringKey): Promise<void> {
  const endsAt = deactivatesAt(retiring, await policyInForce(ports, org));
  if (endsAt !== undefined && endsAt <= ports.clock.now()) throw keyTooOld(endsAt);
}
