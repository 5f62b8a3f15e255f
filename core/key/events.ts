import * as z from "zod";
import { Instant } from "../clock.ts";
import { ConnectionFacts, factsOf } from "../connection/events.ts";

export const ResetReason = z.enum(["scheduled", "lost", "compromised", "other"]);
export type ResetReason = z.infer<typeof ResetReason>;

export const ResetMode = z.enum(["immediate"]);
export type ResetMode = z.infer<typeof ResetMode>;

export const keyEvents = {
  KeyCreated: ConnectionFacts.extend({ accessKeyId: z.string() }),
  /** `previousKeyValidUntil` is the instant of the reset itself when it was immediate. */
  KeyRotated: ConnectionFacts.extend({
    previousAccessKeyId: z.string(),
    accessKeyId: z.string(),
    mode: ResetMode,
    reason: ResetReason,
    previousKeyValidUntil: Instant,
  }),
  KeyRemoved: ConnectionFacts.extend({ accessKeyId: z.string() }),
  /** The key was deactivated and has no successor yet. */
  KeyDisabled: ConnectionFacts.extend({ accessKeyId: z.string(), reason: z.enum(["compromised"]) }),
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

export function keyDisabled(facts: ConnectionFacts, accessKeyId: string) {
  return {
    type: "KeyDisabled" as const,
    data: { ...factsOf(facts), accessKeyId, reason: "compromised" as const },
  };
}
