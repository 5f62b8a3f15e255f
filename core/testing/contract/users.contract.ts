import { describe, expect, test } from "vitest";
import type { Instant } from "../../clock.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Provisioning } from "../../connection/provisioning.ts";
import type { AccessKeys } from "../../key/access-keys.ts";
import { allUsers, type Users } from "../../operator/users.ts";
import { aConnection, anOrg } from "../sample-records.ts";

interface Opened {
  users: Users;
  provisioning: Provisioning;
  accessKeys: AccessKeys;
  /** Some seconds from now, by the clock the adapters go by. */
  until(): Instant;
  /** An org whose users the adapters may make, where that is not any. */
  newOrg?(): string;
}

/** What every adapter of Users has to do, over the same IAM as those of Provisioning and AccessKeys. */
export function describeUsers(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    async function aUser({ provisioning, newOrg = anOrg }: Opened, org = newOrg()): Promise<Connection> {
      const connection = aConnection(org);
      await provisioning.createUser(connection);
      return connection;
    }
    const namesOf = (users: readonly { userName: string }[]) => users.map(({ userName }) => userName).sort();

    test("lists all users, or those of one org", async () => {
      const opened = await open();
      const { users, newOrg = anOrg } = opened;
      const org = newOrg();
      const own = [await aUser(opened, org), await aUser(opened, org), await aUser(opened, org)];
      const other = await aUser(opened);
      const [{ cellId }] = own as [Connection];
      expect(namesOf(await allUsers({ users }, [cellId], org))).toEqual(namesOf(own));
      expect(namesOf(await allUsers({ users }, [cellId]))).toEqual(
        expect.arrayContaining(namesOf([...own, other])),
      );
      expect(await allUsers({ users }, [cellId], anOrg())).toEqual([]);
    });

    test("knows whom a user was made for", async () => {
      const opened = await open();
      const connection = await aUser(opened);
      const { org, connectionId } = connection;
      expect(await opened.users.tagsOf(connection)).toEqual({ org, connectionId });
    });

    test("lists a user's keys, with whether they work", async () => {
      const opened = await open();
      const { users, accessKeys, until } = opened;
      const connection = await aUser(opened);
      expect(await users.keysOf(connection)).toEqual([]);
      const one = await accessKeys.create(connection, until());
      const other = await accessKeys.create(connection, until());
      await accessKeys.deactivate(connection, other.accessKeyId, until());
      const keys = (await users.keysOf(connection)) ?? [];
      expect(keys).toHaveLength(2);
      expect(keys).toContainEqual({ accessKeyId: one.accessKeyId, createdAt: one.createdAt, active: true });
      expect(keys).toContainEqual({
        accessKeyId: other.accessKeyId,
        createdAt: other.createdAt,
        active: false,
      });
    });

    test("tells a user without keys from none at all", async () => {
      const opened = await open();
      const { users } = opened;
      const connection = await aUser(opened);
      expect(await users.keysOf(connection)).toEqual([]);
      expect(await users.keysOf({ ...connection, userName: "kt-nobody" })).toBeUndefined();
    });
  });
}
