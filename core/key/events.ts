import * as z from "zod";
import { Instant } from "../clock.ts";
import { ConnectionFacts, factsOf } from "../connection/events.ts";
import { Dependents } from "../pipeline/dependents.ts";
import { ResetMode } from "../policy/reset-rules.ts";
import { KeyUse } from "./access-key.ts";

export const ResetReason = z.enum(["scheduled", "lost", "compromised", "other"]);
export type ResetReason = z.infer<typeof ResetReason>;

const DisabledReason = z.enum(["compromised", "expired"]);
type DisabledReason = z.infer<typeof DisabledReason>;

/** Of a key whose age is told of. */
const AgeingKey = ConnectionFacts.extend({
  accessKeyId: z.string(),
  keyCreatedAt: Instant,
  rotationDueAt: Instant,
  /** When the key stops working if it is not reset; `null`: never by itself. */
  deactivatesAt: Instant.nullable(),
});

/** `currentAccessKeyId` is the key that has taken its place. */
const KeyOnItsWayOut = ConnectionFacts.extend({
  accessKeyId: z.string(),
  currentAccessKeyId: z.string().nullable(),
});

export const keyEvents = {
  KeyCreated: ConnectionFacts.extend({ accessKeyId: z.string() }),
  /**
   * `previousKeyValidUntil` is the instant of the reset itself when it was immediate. A customer's old key works until the
   * customer deactivates it: then it is when Keyturn first looks whether that was done.
   */
  KeyRotated: ConnectionFacts.extend({
    previousAccessKeyId: z.string(),
    accessKeyId: z.string(),
    mode: ResetMode,
    reason: ResetReason,
    previousKeyValidUntil: Instant,
    /** A customer's older key, which may still work and which Keyturn no longer looks after. */
    unwatchedAccessKeyId: z.string().exactOptional(),
  }),
  KeyRemoved: ConnectionFacts.extend({ accessKeyId: z.string() }),
  /** The old key of a staged reset no longer works. It can be restored until `deleteAt`; `null`: it is deleted already. */
  KeyRetired: KeyOnItsWayOut.extend({ deleteAt: Instant.nullable() }),
  /** A retired key works again, until `retireAt` or for as long as it is in use, and at the most until `hardStopAt`. */
  KeyRestored: KeyOnItsWayOut.extend({ retireAt: Instant, hardStopAt: Instant }),
  /**
   * The old key of a staged reset was to be retired and is still in use; `lastUsed` is `null` where IAM did not
   * tell, which counts as in use. It is looked at again at `lookAgainAt`, and retired at `hardStopAt` in any case.
   */
  KeyRetirementHeld: KeyOnItsWayOut.extend({
    lastUsed: KeyUse.nullable(),
    lookAgainAt: Instant,
    hardStopAt: Instant,
    dependents: Dependents,
  }),
  /**
   * A customer's old key was to be deactivated, and AWS still takes it. It is looked at again at `lookAgainAt`, and
   * ended by nobody but the customer.
   */
  OldKeyFoundActive: KeyOnItsWayOut.extend({ lookAgainAt: Instant, dependents: Dependents }),
  /** The key will be due in so many days. */
  KeyRotationReminder: AgeingKey.extend({ daysUntilDue: z.int().positive() }),
  /** The key has reached the age at which it is to be reset. */
  KeyRotationDue: AgeingKey,
  /** It has been due for so many days. */
  KeyRotationOverdue: AgeingKey.extend({ daysOverdue: z.int().min(0) }),
  /** The key was deactivated and has no successor yet: it was leaked, or the policy lets no key grow older. */
  KeyDisabled: ConnectionFacts.extend({
    accessKeyId: z.string(),
    reason: DisabledReason,
  }),
  /** An operation that was abandoned half-way has been undone; `deletedAccessKeyIds` were never given to anybody. */
  KeyRecovered: ConnectionFacts.extend({
    abandonedOperationId: z.string(),
    deletedAccessKeyIds: z.array(z.string()),
  }),
  /** Somebody else made a key for our user. Keyturn does not touch it. */
  UnmanagedKeyDetected: ConnectionFacts.extend({ accessKeyId: z.string(), keyCreatedAt: Instant }),
  /**
   * The table was restored from a backup, and IAM, not the backup, says which key the connection has. `null`: none.
   * `previousAccessKeyId` is the one the backup named.
   */
  KeyReconciled: ConnectionFacts.extend({
    previousAccessKeyId: z.string().nullable(),
    accessKeyId: z.string().nullable(),
    state: z.enum(["active", "inactive"]).nullable(),
  }),
};

export function keyDisabled(
  facts: Parameters<typeof factsOf>[0],
  accessKeyId: string,
  reason: DisabledReason,
) {
  return { type: "KeyDisabled" as const, data: { ...factsOf(facts), accessKeyId, reason } };
}

/** `deleteAt: null`: it is gone already. */
export function keyRetired(
  connection: Parameters<typeof factsOf>[0] & { current?: { accessKeyId: string } | undefined },
  accessKeyId: string,
  deleteAt: Instant | null,
) {
  const currentAccessKeyId = connection.current?.accessKeyId ?? null;
  return {
    type: "KeyRetired" as const,
    data: { ...factsOf(connection), accessKeyId, currentAccessKeyId, deleteAt },
  };
}
