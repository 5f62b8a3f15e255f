import type { IamUser, ListedKey } from "../key/access-keys.ts";
import type { Org } from "../org/org.ts";

/** A key as IAM lists it, with whether it works. */
export type StatedKey = ListedKey;

/** Whom a user was made for, as its tags say. */
export interface UserTags {
  org?: string;
  connectionId?: string;
}

/** IAM's users under Keyturn's path, as an operator looks at them. Nothing here changes one. Throws CallFailed. */
export interface Users {
  /** A page of their names, of all orgs or of one; the page that follows begins behind `next`. */
  page(cellId: string, org?: Org, after?: string): Promise<{ userNames: string[]; next?: string }>;
  tagsOf(user: IamUser): Promise<UserTags>;
  /** All keys of the user; undefined when there is no such user. */
  keysOf(user: IamUser): Promise<StatedKey[] | undefined>;
}

/** The names of all users of the cells, or of those that one org has there. */
export async function allUsers(
  { users }: { users: Users },
  cellIds: readonly string[],
  org?: Org,
): Promise<IamUser[]> {
  const found: IamUser[] = [];
  for (const cellId of cellIds) {
    let after: string | undefined;
    do {
      const page = await users.page(cellId, org, after);
      found.push(...page.userNames.map((userName) => ({ cellId, userName })));
      after = page.next;
    } while (after);
  }
  return found;
}
