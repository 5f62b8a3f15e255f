import type { ExistingUsers } from "../adoption/existing-users.ts";
import type { MemoryIam } from "./memory-iam.ts";

/** The in-memory IAM's users, as who adopts them sees them. Names are found in any case. */
export function memoryExistingUsers(iam: MemoryIam): ExistingUsers {
  const nameOf = (userName: string) =>
    [...iam.users.keys()].find((name) => name.toLowerCase() === userName.toLowerCase());
  return {
    find: async (user) => {
      const userName = nameOf(user.userName);
      if (userName === undefined) return undefined;
      const org = iam.tags.get(userName)?.org;
      const path = iam.paths.get(userName) ?? "/keyturn/somebody/";
      return { userName, path, ...(org !== undefined && { org }) };
    },
    keysOf: async (user) =>
      iam.users.get(nameOf(user.userName) ?? "")?.keys.map(({ accessKeyId, createdAt, active }) => ({
        accessKeyId,
        createdAt,
        active,
      })),
  };
}
