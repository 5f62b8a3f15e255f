import { type Actor, keyturnItself } from "../caller/caller.ts";
import { HOUR_MS, type Instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { failureOf } from "../errors.ts";
import type { EventDraft } from "../journal/event.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import type { SecretPorts } from "../ports.ts";
import type { CurrentKey, LeavingKey } from "./access-key.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyRetired } from "./events.ts";
import type { GivenPair } from "./given-pair.ts";
import type { Held } from "./held.ts";
import { callsEndAt } from "./operation.ts";
import { emptyVersionOf } from "./pair-secrets.ts";

/**
 * Makes the pair that is kept current, in the secret and then in the record, with the event that tells of it. Also the
 * recovery of a put from its phase `promote` on. Throws CallFailed, PatchRefused.
 */
export async function finishPut(
  ports: SecretPorts,
  held: Held,
  by: Actor,
  until: Instant = callsEndAt(held.operation),
): Promise<Connection> {
  const { pair, originalId: version } = held.operation;
  if (!pair || !held.customer) throw new Error("a put without a pair to put");
  const inForce = await policyInForce(ports, held.org);
  await ports.secrets.promote(held, version, held.customer.version ?? emptyVersionOf(held), until);
  const now = ports.clock.now();
  const retireAt = plus(now, inForce.policy.reset.graceHoursDefault * HOUR_MS);
  const previous = held.current?.accessKeyId === pair.accessKeyId ? undefined : held.current;
  const isFirst = held.current === undefined;
  const current = currentKey(held, pair);
  return endOperation(ports, held, {
    state: {
      current,
      retiring: previous ? leaving(held, previous, now, retireAt) : held.retiring,
      windows: held.windows,
    },
    findings: nothingFound,
    drafts: [
      ...(previous ? rotated(held, pair, previous, retireAt) : []),
      ...(isFirst ? [created(held, pair)] : []),
    ],
    by,
    inForce,
    touches: true,
    issuedId: pair.accessKeyId,
    also: { customer: { accountId: pair.accountId, version }, userName: pair.userName },
  });
}

/**
 * The pair never became current: who reads the secret has gone on reading the one before. Nobody finds the version any
 * more, and the operation ends. Throws CallFailed, PatchRefused.
 */
export async function undoPut(ports: SecretPorts, held: Held): Promise<void> {
  const { originalId, correlationId } = held.operation;
  try {
    await ports.secrets.drop(held, originalId, callsEndAt(held.operation));
  } catch (error) {
    if (failureOf(error) !== "denied") throw error; // refused for good: it is not current, and no reason to hold the key
    ports.log.warn("a pair that was not taken in is still kept", { connectionId: held.connectionId });
  }
  await endUnchanged(ports, held, correlationId);
}

/**
 * The same from `promote` on. Where the secret was deleted by hand meanwhile there is nothing left to make current: the
 * customer gives the pair again. Throws CallFailed, PatchRefused.
 */
export async function recoverPut(ports: SecretPorts, held: Held, by: Actor): Promise<void> {
  try {
    await finishPut(ports, held, by);
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    ports.log.warn("a pair that was to become current is gone", { connectionId: held.connectionId });
    await endUnchanged(ports, held, held.operation.correlationId);
  }
}

async function endUnchanged(ports: SecretPorts, held: Held, correlationId: string): Promise<void> {
  const { current, retiring, windows, operation } = held;
  const data = { ...factsOf(held), abandonedOperationId: operation.originalId, deletedAccessKeyIds: [] };
  await endOperation(ports, held, {
    state: { current, retiring, windows },
    findings: nothingFound,
    drafts: [{ type: "KeyRecovered", data }],
    by: keyturnItself(held.org, correlationId),
  });
}

/** One that was given before is as old as it was then: AWS may not have told its age this time. */
function currentKey({ current, retiring }: Held, { accessKeyId, createdAt }: GivenPair): CurrentKey {
  const before = [current, retiring].find((key) => key?.accessKeyId === accessKeyId)?.createdAt;
  return { accessKeyId, createdAt: before && before < createdAt ? before : createdAt, state: "active" };
}

function leaving(held: Held, previous: CurrentKey, now: Instant, retireAt: Instant): LeavingKey {
  const { accessKeyId, createdAt } = previous;
  const version = held.customer?.version;
  return {
    accessKeyId,
    createdAt,
    state: "leaving",
    ...(version && { version }),
    confirmedAt: now,
    retireAt,
  };
}

function created(held: Held, { accessKeyId, userName }: GivenPair): EventDraft {
  return { type: "KeyCreated", data: { ...factsOf({ ...held, userName }), accessKeyId } };
}

/** Of the old key of the change before this one, its end is told first; one that may still work is told of as such. */
function rotated(held: Held, pair: GivenPair, previous: CurrentKey, retireAt: Instant): EventDraft[] {
  const { retiring: older } = held;
  const isDropped = older?.state === "leaving" && older.accessKeyId !== pair.accessKeyId;
  const isUnwatched = isDropped && !older.deactivatedAt && !pair.oldDeactivated;
  const data = {
    ...factsOf({ ...held, userName: pair.userName }),
    previousAccessKeyId: previous.accessKeyId,
    accessKeyId: pair.accessKeyId,
    mode: "staged" as const,
    reason: pair.reason,
    previousKeyValidUntil: retireAt,
    ...(isUnwatched && { unwatchedAccessKeyId: older.accessKeyId }),
  };
  const isEndTold = isDropped && pair.oldDeactivated && !older.deactivatedAt;
  return [...(isEndTold ? [keyRetired(held, older.accessKeyId, null)] : []), { type: "KeyRotated", data }];
}
