import type { Instant } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { DomainError, secondsUntil } from "../errors.ts";
import type { Dependents } from "../pipeline/dependents.ts";
import type { KeyUse } from "./access-key.ts";
import { IDEMPOTENCY_ENTRIES_MAX } from "./idempotency.ts";
import { serviceOf } from "./key-use.ts";

// What a caller is told when a key cannot be changed as asked.

export function removalNotAllowed(): DomainError {
  return new DomainError("removal_not_allowed", "Access keys are never removed here. Reset the key instead.");
}

export function unmanagedKeyPresent(accessKeyIds: string[]): DomainError {
  return new DomainError(
    "unmanaged_key_present",
    `The user has an access key that Keyturn did not make (${accessKeyIds.join(", ")}). Have it deleted in IAM first.`,
    { params: { accessKeyIds: accessKeyIds.join(" ") } },
  );
}

/** Its connection can have no key any more. */
export function userMissing(userName: string): DomainError {
  const detail = `Somebody has deleted the IAM user ${userName}. Delete the connection, and add another.`;
  return new DomainError("user_missing", detail, { params: { userName } });
}

/** An unmanaged key, in the way of a deletion that has begun. */
export function deletionHeldUp(accessKeyIds: string[]): DomainError {
  const { code, detail, more } = unmanagedKeyPresent(accessKeyIds);
  return new DomainError(code, `${detail} The deletion has begun, and goes on when it is gone.`, more);
}

export function keyChanged(record: Pick<Connection, "current">): DomainError {
  const accessKeyId = record.current?.accessKeyId;
  return new DomainError(
    "key_changed",
    accessKeyId
      ? `The access key is ${accessKeyId} by now. Look at the connection again.`
      : "The connection has no access key by now. Look at it again.",
    { params: { accessKeyId: accessKeyId ?? "" } },
  );
}

export function tooManyIdempotencyKeys(): DomainError {
  return new DomainError(
    "too_many_idempotency_keys",
    `A connection remembers ${IDEMPOTENCY_ENTRIES_MAX} requests with an Idempotency-Key a day.`,
    { params: { max: IDEMPOTENCY_ENTRIES_MAX }, retryAfterSeconds: 3600 },
  );
}

export function tooManyOperations(max: number, now: Instant, at: Instant): DomainError {
  return new DomainError("too_many_operations", `A connection's key can change ${max} times a minute.`, {
    params: { max },
    retryAfterSeconds: secondsUntil(now, at),
  });
}

export function rotationInProgress(): DomainError {
  return new DomainError(
    "rotation_in_progress",
    "The old key of an earlier staged reset is still there. Wait until it is deleted, or reset immediately.",
  );
}

/** Bucket, user and keys are the customer's: Keyturn makes no key there. */
export function customerManaged(detail: string): DomainError {
  return new DomainError("customer_managed", detail);
}

export function noKeyIsMadeHere(): DomainError {
  return customerManaged(
    "The keys of this connection are the customer's own. Make a new one in AWS, and give it to Keyturn (PUT …/access-key).",
  );
}

export function providerManaged(): DomainError {
  return new DomainError(
    "provider_managed",
    "Keyturn makes the keys of this connection itself. Reset the key instead (POST …/access-key).",
  );
}

/** Of a customer's old key, which was to be deactivated and deleted. */
export function oldKeyStillWorks(accessKeyId: string): DomainError {
  return new DomainError(
    "old_key_still_works",
    `AWS still takes the old key ${accessKeyId}. Deactivate it in IAM, and delete it; with force your word is taken for it.`,
    { params: { accessKeyId } },
  );
}

/** A third pair, while two may be working. */
export function oldKeyInTheWay(accessKeyId: string): DomainError {
  return new DomainError(
    "rotation_in_progress",
    `The old key ${accessKeyId} of the last change may still work. Deactivate it in IAM first; with force, Keyturn no longer looks after it.`,
    { params: { accessKeyId } },
  );
}

/** There is no old key to retire or to restore, or it is past that. */
export function noRetiringKey(detail: string): DomainError {
  return new DomainError("no_retiring_key", detail);
}

export function keyStillInUse(use: KeyUse, dependents: Dependents): DomainError {
  const names = dependents.first.map(({ name }) => name).join(", ");
  return new DomainError(
    "key_in_use",
    `The key was last used at ${use.at} by ${serviceOf(use)} in ${use.region || "an unknown region"}. ${
      names ? `It may be one of: ${names}. ` : ""
    }Retire it with force if it is to stop all the same.`,
    {
      params: { lastUsedAt: use.at, service: use.service, region: use.region, dependents: dependents.count },
    },
  );
}

/** A key that is older than the policy lets any key become stays retired. */
export function keyTooOld(endedAt: Instant): DomainError {
  const detail = `The policy let this key live until ${endedAt}: it stays retired.`;
  return new DomainError("key_too_old", detail, { params: { endedAt } });
}
