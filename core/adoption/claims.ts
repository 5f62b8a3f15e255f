import * as z from "zod";
import { ConnectionId } from "../ids.ts";
import type { IamUser } from "../key/access-keys.ts";
import { Org } from "../org/org.ts";

/** Whose an adopted IAM user is: one org's, and one connection's of it. */
export const Claim = z.object({
  cellId: z.string(),
  userName: z.string(),
  org: Org,
  connectionId: ConnectionId,
  version: z.literal(1),
});
export type Claim = z.infer<typeof Claim>;

/** The claims to IAM users, of all orgs. IAM knows a user's name in any case, and so do these. Throws CallFailed. */
export interface Claims {
  /** Read consistently. */
  find(user: IamUser): Promise<Claim | undefined>;
  /** False when there is one already; nothing is written then. */
  insert(claim: Claim): Promise<boolean>;
  /** Gives up the connection's claim; another's, or none, stays as it is. */
  release(claim: IamUser & { connectionId: string }): Promise<void>;
}
