import { describe, expect, test } from "vitest";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import { iamPathOf, type Provisioning } from "../../connection/provisioning.ts";
import { seenNow, type UnmanagedUser, type UnmanagedUsers } from "../../drift/unmanaged-user.ts";
import type { ListedUser, UserList } from "../../drift/user-list.ts";
import { orgIdOf } from "../../org/org.ts";
import { equals, PatchRefused } from "../../record/patch.ts";
import { aConnection, anOrg, SAMPLE_TIME } from "../sample-records.ts";

/** What every adapter of UnmanagedUsers has to do. */
export function describeUnmanagedUsers(
  name: string,
  open: () => Promise<{ unmanagedUsers: UnmanagedUsers; connections: Connections }>,
): void {
  const aUser = (org: string, userName = "mallory"): UnmanagedUser => ({
    ...{ org, userName, path: iamPathOf(orgIdOf(org)), userCreatedAt: SAMPLE_TIME },
    ...{ ...seenNow(SAMPLE_TIME), outbox: [], sequence: 0, version: 1 },
  });

  describe(name, () => {
    test("knows whose id it is as long as the org has a record", async () => {
      const { unmanagedUsers, connections } = await open();
      const org = `Org_${anOrg()}`;
      expect(await unmanagedUsers.orgOf(orgIdOf(org))).toBeUndefined();
      await connections.insert(aConnection(org));
      expect(await unmanagedUsers.orgOf(orgIdOf(org))).toBe(org);
    });

    test("keeps each user of an org once, and lists them in the order of their names", async () => {
      const { unmanagedUsers } = await open();
      const org = anOrg();
      const [one, other] = [aUser(org, "a.b+c=d,e@f_g-h"), aUser(org)];
      expect(await unmanagedUsers.insert(other)).toBe(true);
      expect(await unmanagedUsers.insert(one)).toBe(true);
      expect(await unmanagedUsers.insert({ ...one, path: "/else/" })).toBe(false);
      await unmanagedUsers.insert(aUser(anOrg()));
      expect(await unmanagedUsers.find(one)).toEqual(one);
      expect(await unmanagedUsers.page(org, 9)).toEqual([one, other]);
      expect(await unmanagedUsers.page(org, 1)).toEqual([one]);
      expect(await unmanagedUsers.page(org, 9, one.userName)).toEqual([other]);
      expect(await unmanagedUsers.find({ org, userName: "nobody" })).toBeUndefined();
    });

    test("is written as it was read, or not at all", async () => {
      const { unmanagedUsers } = await open();
      const user = aUser(anOrg());
      await unmanagedUsers.insert(user);
      const patch = { when: [equals("version", 1)], set: { path: "/keyturn/" } };
      expect(await unmanagedUsers.update(user, patch)).toEqual({ ...user, path: "/keyturn/", version: 2 });
      await expect(unmanagedUsers.update(user, patch)).rejects.toThrow(PatchRefused);
    });
  });
}

/** What every adapter of UserList has to do, over the same IAM as that of Provisioning. */
export function describeUserList(
  name: string,
  open: () => Promise<{ userList: UserList; provisioning: Provisioning; newOrg?(): string }>,
): void {
  async function all({ userList }: { userList: UserList }, limit: number): Promise<ListedUser[]> {
    const users: ListedUser[] = [];
    let after: string | undefined;
    do {
      const page = await userList.page("main", limit, after);
      expect(page.users.length).toBeLessThanOrEqual(limit);
      users.push(...page.users);
      after = page.next;
    } while (after);
    return users;
  }

  describe(name, () => {
    test("lists each user once, with its path and when it was made, page by page", async () => {
      const opened = await open();
      const { newOrg = anOrg } = opened;
      const made: Connection[] = Array.from({ length: 3 }, () => aConnection(newOrg()));
      for (const connection of made) await opened.provisioning.createUser(connection);
      const listed = await all(opened, 2);
      for (const { org, userName } of made) {
        expect(listed.filter((user) => user.userName === userName)).toEqual([
          {
            userName,
            path: iamPathOf(orgIdOf(org)),
            createdAt: expect.stringMatching(/^\d{4}-.*T.*\.000Z$/),
          },
        ]);
      }
    });
  });
}
