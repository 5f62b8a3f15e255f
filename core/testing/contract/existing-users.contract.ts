import { describe, expect, test } from "vitest";
import type { ExistingUsers } from "../../adoption/existing-users.ts";
import { Instant } from "../../clock.ts";

interface Opened {
  existingUsers: ExistingUsers;
  /** Makes a user as others make them, with so many keys; answers the ids of the keys. */
  addUser(userName: string, path: string, keys: number, org?: string): Promise<string[]>;
}

const cellId = "main";
let made = 0;

/** What every adapter of ExistingUsers has to do. */
export function describeExistingUsers(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    const aName = () => `s3-User.${++made}`;

    test("tells where a user lies, and whose it is by its tag", async () => {
      const { existingUsers, addUser } = await open();
      const [tagged, plain] = [aName(), aName()];
      await addUser(tagged, "/portal/s3/", 0, "acme");
      await addUser(plain, "/", 0);
      expect(await existingUsers.find({ cellId, userName: tagged })).toEqual({
        ...{ userName: tagged, path: "/portal/s3/", org: "acme" },
      });
      expect(await existingUsers.find({ cellId, userName: plain })).toEqual({ userName: plain, path: "/" });
    });

    test("lists a user's keys, and knows who is not there", async () => {
      const { existingUsers, addUser } = await open();
      const userName = aName();
      const ids = await addUser(userName, "/portal/", 2);
      const keys = (await existingUsers.keysOf({ cellId, userName })) ?? [];
      expect(keys.map(({ accessKeyId }) => accessKeyId).toSorted()).toEqual(ids.toSorted());
      expect(keys.map(({ active }) => active)).toEqual([true, true]);
      expect(keys.every(({ createdAt }) => Instant.safeParse(createdAt).success)).toBe(true);
      expect(await existingUsers.find({ cellId, userName: "nobody" })).toBeUndefined();
      expect(await existingUsers.keysOf({ cellId, userName: "nobody" })).toBeUndefined();
    });
  });
}
