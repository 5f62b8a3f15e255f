import type { Caller } from "../caller/caller.ts";
import { type Instant, plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { findConnection } from "../connection/find-connection.ts";
import { DomainError, failureOf, unavailableUntil } from "../errors.ts";
import type { PairPorts } from "../ports.ts";
import type { ResetReason } from "./events.ts";
import { finishPut } from "./finish-put.ts";
import type { GivenPair } from "./given-pair.ts";
import { type Held, isHeld } from "./held.ts";
import { keepPair } from "./keep-pair.ts";
import type { KeyPair } from "./key-pair.ts";
import { CALLS_END_MS } from "./operation.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { keyChanged, oldKeyInTheWay, providerManaged } from "./refusals.ts";
import { takeOperation } from "./take-operation.ts";
import { tryOldPair } from "./try-old-pair.ts";
import { type VerifiedPair, verifyPair } from "./verify-pair.ts";

const READ_MS = 3 * SECOND_MS;

export interface PutRequest {
  pair: KeyPair;
  reason: ResetReason;
  /** The key the caller believes is current; `null`: none. Not given: the one that is when the request comes. */
  expectedAccessKeyId?: string | null;
  /** Also while the old key of the last change may still work, which is then no longer looked after. */
  force?: boolean;
  /** The pair of the request that made the service: of no business where another was given since, or this one removed. */
  ofCreation?: boolean;
}

/**
 * Takes in a pair of the customer's own, in the place of the one before. In this order, so that wherever it stops the old
 * pair is in place and current, or the new one becomes so:
 *
 * 1. AWS is asked with the pair itself (verifyPair) — dies here: nothing has changed
 * 2. take the operation, which says which key it is — dies here: recovery ends the operation, nothing has changed
 * 3. the pair is kept as a version of the secret that is not current — dies here: recovery takes its label away; who
 *    reads the secret goes on reading the old pair
 * 4. commit `promote`: from here on the new pair becomes current — dies here: recovery goes on with 5
 * 5. the version is made current — dies here: recovery does it again, to no effect, and 6
 * 6. settle: the new key is current in the record, the old one is leaving, and the event is in the outbox
 *
 * Sent again, with the pair that is current by then, it answers the same; if that is no longer kept, it is kept anew. Throws DomainError: not_found,
 * provider_managed, credentials_rejected, key_changed, rotation_in_progress, operation_in_progress, service_not_ready,
 * too_many_operations, busy, unavailable; CallFailed.
 */
export async function putAccessKey(
  ports: PairPorts,
  caller: Caller,
  connectionId: string,
  request: PutRequest,
): Promise<Connection> {
  const until = plus(ports.clock.now(), CALLS_END_MS);
  const seen = await findConnection(ports, caller.org, connectionId);
  if (!seen.customer) throw providerManaged();
  const { pair, expectedAccessKeyId: expected } = request;
  const isThere = seen.current?.accessKeyId === pair.accessKeyId;
  const isAnother = expected !== undefined && expected !== (seen.current?.accessKeyId ?? null);
  if (isAnother && !isThere && !seen.operation) throw keyChanged(seen);
  const verified = await verifyPair(ports, pair, seen, seen.customer.accountId);
  return takeIn(ports, caller, seen, request, verified, until);
}

/** Steps 2 to 6. No call begins at `until` or later: the request has waited for AWS already. */
export async function takeIn(
  ports: PairPorts,
  caller: Caller,
  seen: Connection,
  request: PutRequest,
  verified: VerifiedPair,
  until: Instant,
): Promise<Connection> {
  const { accessKeyId } = verified;
  const isThere = !seen.operation && seen.current?.accessKeyId === accessKeyId;
  if (isThere && (await isKept(ports, seen, accessKeyId))) return seen;
  const oldDeactivated = await assertOneOld(ports, seen, request);
  const given: GivenPair = { ...verified, reason: request.reason, oldDeactivated };
  const taken = await takeOrThere(ports, caller, seen, given, request);
  if (!isHeld(taken)) return taken;
  const promoting = await keepPair(ports, taken, request.pair, until);
  if (ports.clock.now() >= until) throw unavailableUntil(ports.clock.now(), taken.operation.expiresAt);
  return orUnavailable(ports.clock, promoting, () => finishPut(ports, promoting, caller, until));
}

/** Somebody may have deleted the secret by hand: then the pair is kept anew. Where nobody can tell, it is taken to be there. */
async function isKept(ports: PairPorts, seen: Connection, accessKeyId: string): Promise<boolean> {
  const { version } = seen.customer ?? {};
  if (version === undefined) return false;
  try {
    const kept = await ports.secrets.read(seen, version, plus(ports.clock.now(), READ_MS));
    return kept?.accessKeyId === accessKeyId;
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return true;
  }
}

/** An earlier request with this very pair may have been abandoned and recovered meanwhile: then all is as was asked. */
async function takeOrThere(
  ports: PairPorts,
  caller: Caller,
  seen: Connection,
  pair: GivenPair,
  { expectedAccessKeyId: expected, ofCreation = false }: PutRequest,
): Promise<Held | Connection> {
  const expectedAccessKeyId = expected === undefined ? (seen.current?.accessKeyId ?? null) : expected;
  try {
    return await takeOperation(ports, {
      ...{ ref: seen, kind: "put", by: caller, seen, pair, expectedAccessKeyId, ofCreation },
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "key_changed") throw error;
    const record = await ports.connections.find(seen);
    const isAsAsked = ofCreation || record?.current?.accessKeyId === pair.accessKeyId;
    if (record && !record.operation && isAsAsked) return record;
    throw error;
  }
}

/**
 * One old key at the most is looked after: the one of the last change has to be deactivated first, or to be what is given
 * again. A leaked pair is replaced whatever became of the one before it. Answers whether AWS was seen just now not to take
 * it any more.
 */
async function assertOneOld(
  ports: PairPorts,
  seen: Connection,
  { pair, force = false, reason }: PutRequest,
): Promise<boolean> {
  const { retiring: old, current } = seen;
  if (old?.state !== "leaving" || old.deactivatedAt) return false;
  if ([old.accessKeyId, current?.accessKeyId].includes(pair.accessKeyId)) return false;
  if ((await tryOldPair(ports, seen, old)) === "refused") return true;
  if (force || reason === "compromised") return false;
  throw oldKeyInTheWay(old.accessKeyId);
}
