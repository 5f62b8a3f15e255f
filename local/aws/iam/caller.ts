import type { PolicyDocument } from "../policy/policy-document.ts";
import type { UserRecord } from "./user-record.ts";

/** What a session of a role may do. */
export interface Role {
  name: string;
  policies: readonly PolicyDocument[];
}

/** Whose request it is: a user's, a role's, or, of neither, the account's root's. */
export interface Caller {
  arn: string;
  userId: string;
  accountId: string;
  accessKeyId: string;
  user: UserRecord | undefined;
  role: Role | undefined;
  /** Set when the request was signed with temporary credentials: when they were issued, ms. */
  sessionIssuedAt: number | undefined;
}

/** The account's root may do everything. */
export function isRoot({ user, role }: Caller): boolean {
  return user === undefined && role === undefined;
}

export interface Credential {
  secretAccessKey: string;
  caller: Caller;
  session: { token: string; expiresAt: number } | undefined;
}
