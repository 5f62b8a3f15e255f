import { type Caller, keyturnItself } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { findConnection } from "../connection/find-connection.ts";
import { DomainError } from "../errors.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { isQuiet } from "../policy/retirement.ts";
import type { KeyPorts, PairPorts } from "../ports.ts";
import type { RetiringKey } from "./access-key.ts";
import { endOldPair } from "./end-old-pair.ts";
import { finishRetirement } from "./finish-retirement.ts";
import { type IdempotentRequest, isAnswered } from "./idempotency.ts";
import { lookUpUse } from "./key-use.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { keyStillInUse, noRetiringKey } from "./refusals.ts";
import { takeOperation } from "./take-operation.ts";

export interface RetireRequest {
  /** Also when it is in use. */
  force?: boolean;
  idempotent?: IdempotentRequest;
}

/**
 * Ends a staged reset before its time: the old key is deactivated, and deleted when nobody can restore it any more.
 *
 * 1. without `force`, ask IAM when it was last used: one that is in use is not retired, nor one of which IAM does
 *    not tell
 * 2. take, if the key is still as it was seen — dies here: recovery goes on with 3
 * 3. UpdateAccessKey Inactive — dies here: recovery does it again, to no effect, and 4
 * 4. settle with `KeyRetired` in the outbox; the sweep deletes the key at `deleteAt`
 *
 * A customer's old key is ended by the customer (endOldPair). Sent again after it was done, it answers the same. Throws
 * DomainError: not_found, no_retiring_key, key_in_use, key_changed, operation_in_progress, idempotency_key_reused,
 * too_many_idempotency_keys, too_many_operations, service_not_ready, busy, unavailable; CallFailed.
 */
export async function retireAccessKey(
  ports: PairPorts,
  caller: Caller,
  connectionId: string,
  request: RetireRequest,
): Promise<Connection> {
  const seen = await findConnection(ports, caller.org, connectionId);
  if (seen.customer) return endOldPair(ports, caller, seen, request);
  const { force = false, idempotent } = request;
  // Not left to the take: the request may be forgotten by then, which would end a key that was restored since.
  if (isAnswered(seen.idempotency, idempotent, ports.clock.now())) return seen;
  const { retiring } = seen;
  if (!retiring || retiring.state === "doomed") {
    throw noRetiringKey("No staged reset is under way: there is no old key to retire.");
  }
  if (!seen.operation && retiring.state === "inactive") return seen;
  if (!force && retiring.state === "active") await assertQuiet(ports, seen, retiring);
  const take = { ref: seen, kind: "retire", by: caller, seen, ...(idempotent && { idempotent }) } as const;
  const taken = await takeOperation(ports, take);
  if ("replay" in taken) return taken.connection;
  return orUnavailable(ports.clock, taken, () => finishRetirement(ports, taken, caller));
}

/** The same by the sweep, which has looked already. Throws what a take throws; CallFailed, PatchRefused. */
export async function retireByItself(ports: KeyPorts, connection: Connection): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const held = await takeOperation(ports, {
    ...{ ref: connection, kind: "retire", by, seen: connection, unchanged: true },
  });
  await finishRetirement(ports, held, by);
}

async function assertQuiet(ports: KeyPorts, connection: Connection, retiring: RetiringKey): Promise<void> {
  const { policy } = await policyInForce(ports, connection.org);
  const lookUp = await lookUpUse(ports, connection, retiring);
  if (!lookUp) throw useUnknown();
  if (lookUp.use && !isQuiet(lookUp.use, policy, ports.clock.now())) {
    throw keyStillInUse(lookUp.use, connection.dependents);
  }
}

function useUnknown(): DomainError {
  const detail =
    "AWS did not say whether the key is in use. Send the same request again, or retire it with force.";
  return new DomainError("unavailable", detail, { retryAfterSeconds: 30 });
}
