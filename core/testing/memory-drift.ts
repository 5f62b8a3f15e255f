import { iamPathOf } from "../connection/provisioning.ts";
import { UnmanagedUser, type UnmanagedUserRef, type UnmanagedUsers } from "../drift/unmanaged-user.ts";
import type { ListedUser, UserList } from "../drift/user-list.ts";
import { orgIdOf } from "../org/org.ts";
import type { MemoryIam } from "./memory-iam.ts";
import type { MemoryItems } from "./memory-items.ts";

const USER = "USER#";

/** The in-memory twin of what is kept of users that are nobody's. */
export function memoryUnmanagedUsers(items: MemoryItems): UnmanagedUsers {
  const keyOf = ({ org, userName }: UnmanagedUserRef) => ({ pk: org, sk: USER + userName });
  return {
    orgOf: async (orgId) => {
      const orgs = items.keys().map(({ pk }) => pk);
      return orgs.find((pk) => !pk.includes("#") && orgIdOf(pk) === orgId);
    },
    find: async (ref) => items.get(keyOf(ref), UnmanagedUser),
    insert: async (user) => items.insert(keyOf(user), UnmanagedUser, user),
    update: async (ref, patch) => items.update(keyOf(ref), UnmanagedUser, patch),
    page: async (org, limit, after = "") =>
      items
        .partition(org, USER, UnmanagedUser)
        .filter(({ userName }) => userName > after)
        .slice(0, limit),
  };
}

/** The in-memory IAM's users, under the paths of the orgs they were made for. */
export function memoryUserList({ users, tags, madeAt }: MemoryIam): UserList {
  return {
    page: async (_cellId, limit, after = "") => {
      const behind = [...users.keys()].sort().filter((userName) => userName > after);
      const names = behind.slice(0, limit);
      const last = names.at(-1);
      return {
        users: names.map((userName): ListedUser => {
          const org = tags.get(userName)?.org;
          const path = org ? iamPathOf(orgIdOf(org)) : "/keyturn/";
          return { userName, path, createdAt: madeAt.get(userName) ?? "1970-01-02T00:00:00.000Z" };
        }),
        ...(last && behind.length > limit && { next: last }),
      };
    },
  };
}
