import type { IamUser } from "../key/access-keys.ts";
import type { StatedKey } from "../operator/users.ts";

/** An IAM user that somebody else made. */
export interface ExistingUser {
  /** As IAM writes it. */
  userName: string;
  /** Begins and ends in a slash. */
  path: string;
  /** The tag `keyturn:org`, if it has one. */
  org?: string;
}

/** IAM users as they are. Nothing here changes one. Throws CallFailed. */
export interface ExistingUsers {
  find(user: IamUser): Promise<ExistingUser | undefined>;
  /** All keys of the user; undefined when there is no such user. */
  keysOf(user: IamUser): Promise<StatedKey[] | undefined>;
}
