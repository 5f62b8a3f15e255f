import * as z from "zod";
import { Instant, MINUTE_MS, msBetween } from "../clock.ts";
import { sha256Hex } from "../ids.ts";
import { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";

/** Longer than any function runs: whoever has been at a mail for so long is gone. */
const ABANDONED_AFTER_MS = MINUTE_MS;

/** One contact is written to about one event, once. Names nobody: the address is hashed. */
export const MailRecord = z.object({
  org: Org,
  eventId: z.uuid(),
  addressHash: z.string().regex(/^[0-9a-f]{64}$/),
  /**
   * `sending`: somebody is at it, or was. `waiting`: it was to be sent and for certain was not. `sent` and `refused`
   * are for ever.
   */
  state: z.enum(["sending", "waiting", "sent", "refused"]),
  claimId: z.uuid(),
  claimedAt: Instant,
  version: z.int(),
  /** When the table forgets it; seconds since 1970. */
  expiresAt: z.int(),
});
export type MailRecord = z.infer<typeof MailRecord>;

export type MailRef = Pick<MailRecord, "org" | "eventId" | "addressHash">;

/** What has become of each mail. Every read is consistent. */
export interface Mails {
  find(ref: MailRef): Promise<MailRecord | undefined>;
  /** False when there is one already; nothing is written then. */
  insert(record: MailRecord): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: MailRef, patch: Patch<MailRecord>): Promise<MailRecord>;
}

/** The same for an address however it is written. */
export function addressHashOf(address: string): string {
  return sha256Hex(address.toLowerCase());
}

/** `ours`: this very claim has been written. `over`: nothing is left to do. `free`: it may be claimed. */
export type Standing = "ours" | "over" | "free" | "somebody_elses";

export function standingOf(record: MailRecord | undefined, claimId: string, now: Instant): Standing {
  if (!record) return "somebody_elses"; // it was there just now: the table has forgotten it meanwhile
  if (record.state === "sent" || record.state === "refused") return "over";
  if (record.state === "waiting") return "free";
  if (record.claimId === claimId) return "ours";
  return msBetween(record.claimedAt, now) >= ABANDONED_AFTER_MS ? "free" : "somebody_elses";
}
