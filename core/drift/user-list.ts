import type { Instant } from "../clock.ts";

/** A user as IAM lists it. */
export interface ListedUser {
  userName: string;
  /** `/keyturn/{orgId}/`, where Keyturn made it. */
  path: string;
  createdAt: Instant;
}

/** IAM's users under Keyturn's path, whoever made them. Throws CallFailed. */
export interface UserList {
  /** A page of the cell's, in IAM's order; the page that follows begins behind `next`. It may be empty and have one. */
  page(cellId: string, limit: number, after?: string): Promise<{ users: ListedUser[]; next?: string }>;
}

const OWN = /^\/keyturn\/([^/]+)\/$/;
/** A user's name ends in the 32 digits of its connection's id (newConnection). */
const SUFFIX = /-([0-9a-f]{32})$/;

/** Where a user's record would lie, if its path and name are such as Keyturn gives. */
export function placeOf({ path, userName }: ListedUser): { orgId?: string; connectionId?: string } {
  const orgId = OWN.exec(path)?.[1];
  const suffix = SUFFIX.exec(userName)?.[1];
  return { ...(orgId && { orgId }), ...(suffix && { connectionId: `con_${suffix}` }) };
}
