import * as z from "zod";
import { DAY_MS, Instant, plus, SECOND_MS } from "../clock.ts";
import { Outbox } from "../journal/event.ts";
import { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";

/**
 * An IAM user under an org's path that no connection has: told once, and remembered for as long as it is seen. It is an
 * item of its own, since there is no record whose outbox could tell of it.
 */
export const UnmanagedUser = z.object({
  org: Org,
  userName: z.string(),
  path: z.string(),
  userCreatedAt: Instant,
  /** When a comparison last saw it. */
  seenAt: Instant,
  outbox: Outbox,
  sequence: z.int(),
  version: z.int(),
  /** When the table forgets it; seconds since 1970. Nothing else takes it away when the user has gone. */
  expiresAt: z.int(),
});
export type UnmanagedUser = z.infer<typeof UnmanagedUser>;

export type UnmanagedUserRef = Pick<UnmanagedUser, "org" | "userName">;

/** The unmanaged users that were told of. Every read is consistent. Throws CallFailed. */
export interface UnmanagedUsers {
  /** The org that the id in a path stands for, as long as it has any record. */
  orgOf(orgId: string): Promise<Org | undefined>;
  find(ref: UnmanagedUserRef): Promise<UnmanagedUser | undefined>;
  /** False when there is one with this name already; nothing is written then. */
  insert(user: UnmanagedUser): Promise<boolean>;
  /** The item after the write. Throws PatchRefused when it is not as `when` says. */
  update(ref: UnmanagedUserRef, patch: Patch<UnmanagedUser>): Promise<UnmanagedUser>;
  /** In the order of their names, after the one named. */
  page(org: Org, limit: number, after?: string): Promise<UnmanagedUser[]>;
}

/** Longer than an event can wait for its delivery (core/notice/notice.ts). */
const KEPT_DAYS = 90;
/** A comparison sees it each day; one that failed for a day changes nothing. */
const SHOWN_DAYS = 2;

export function seenNow(now: Instant): Pick<UnmanagedUser, "seenAt" | "expiresAt"> {
  const forgottenAt = Date.parse(plus(now, KEPT_DAYS * DAY_MS));
  return { seenAt: now, expiresAt: Math.floor(forgottenAt / SECOND_MS) };
}

/** Whether it was there when IAM was last compared. */
export function isStillThere({ seenAt }: UnmanagedUser, now: Instant): boolean {
  return seenAt > plus(now, -SHOWN_DAYS * DAY_MS);
}
