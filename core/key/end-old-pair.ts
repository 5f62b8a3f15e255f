import type { Actor, Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { DomainError } from "../errors.ts";
import type { PairPorts, SecretPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyRetired } from "./events.ts";
import type { Held } from "./held.ts";
import { isAnswered, remembering } from "./idempotency.ts";
import { callsEndAt } from "./operation.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { noRetiringKey, oldKeyStillWorks } from "./refusals.ts";
import type { RetireRequest } from "./retire-access-key.ts";
import { takeOperation } from "./take-operation.ts";
import { tryOldPair } from "./try-old-pair.ts";

/**
 * The customer says that the old key is deleted:
 *
 * 1. unless AWS was seen not to take it already, or with `force`, it is tried: one that works is not deleted
 * 2. take, if the key is still as it was seen — dies here: recovery goes on with 3
 * 3. nobody finds its pair in the secret any more — dies here: recovery does it again, to no effect, and 4
 * 4. settle; `KeyRetired` is in the outbox, unless it was told when the key was seen to be deactivated
 *
 * Throws DomainError: no_retiring_key, old_key_still_works, key_changed, operation_in_progress, idempotency_key_reused,
 * too_many_idempotency_keys, too_many_operations, service_not_ready, busy, unavailable; CallFailed.
 */
export async function endOldPair(
  ports: PairPorts,
  caller: Caller,
  seen: Connection,
  { force = false, idempotent }: RetireRequest,
): Promise<Connection> {
  const { retiring: old } = seen;
  // Not left to the take: the request may be forgotten by then, which would end a key that came since, untried.
  if (isAnswered(seen.idempotency, idempotent, ports.clock.now())) return seen;
  if (old?.state !== "leaving") throw noRetiringKey("There is no old key that could be deleted.");
  if (!force && !old.deactivatedAt) {
    const tried = await tryOldPair(ports, seen, old);
    if (tried === "accepted") throw oldKeyStillWorks(old.accessKeyId);
    if (tried === "unknown") throw stateUnknown();
  }
  const take = { ref: seen, kind: "retire", by: caller, seen, ...(idempotent && { idempotent }) } as const;
  const taken = await takeOperation(ports, take);
  if ("replay" in taken) return taken.connection;
  return orUnavailable(ports.clock, taken, () => finishOldPair(ports, taken, caller));
}

/** Steps 3 and 4. Also the recovery. Throws CallFailed, PatchRefused. */
export async function finishOldPair(ports: SecretPorts, held: Held, by: Actor): Promise<Connection> {
  const { retiring: old, current, windows } = held;
  if (old?.state !== "leaving") throw new Error("an end without an old key to end");
  const { accessKeyId, version, deactivatedAt } = old;
  if (version) await ports.secrets.drop(held, version, callsEndAt(held.operation));
  return endOperation(ports, held, {
    state: { current, retiring: undefined, windows },
    findings: nothingFound,
    drafts: deactivatedAt ? [] : [keyRetired(held, accessKeyId, null)],
    by,
    touches: true,
    idempotency: remembering(
      held,
      held.operation.idempotent,
      { accessKeyId, created: false },
      ports.clock.now(),
    ),
  });
}

function stateUnknown(): DomainError {
  const detail =
    "AWS did not say whether it still takes the old key. Send the same request again, or with force, which takes your word for it.";
  return new DomainError("unavailable", detail, { retryAfterSeconds: 30 });
}
