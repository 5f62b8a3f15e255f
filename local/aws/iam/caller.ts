import type { UserRecord } from "./user-record.ts";

/** Whose request it is. */
export interface Caller {
  arn: string;
  userId: string;
  accountId: string;
  accessKeyId: string;
  /** Absent for the account's root, which may do everything. */
  user: UserRecord | undefined;
  /** Set when the request was signed with temporary credentials: when they were issued, ms. */
  sessionIssuedAt: number | undefined;
}

export interface Credential {
  secretAccessKey: string;
  caller: Caller;
  session: { token: string; expiresAt: number } | undefined;
}
