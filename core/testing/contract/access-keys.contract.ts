import { describe, expect, test } from "vitest";
import { type Instant, Instant as InstantSchema } from "../../clock.ts";
import { CallFailed } from "../../errors.ts";
import { AccessKeyId } from "../../key/access-key.ts";
import type { AccessKeys, IamUser, IssuedKey } from "../../key/access-keys.ts";
import { reveal, Secret } from "../../secret.ts";

interface Opened {
  accessKeys: AccessKeys;
  /** A user that exists and has no key. */
  newUser(): Promise<IamUser>;
  /** Some seconds from now, by the clock the adapter goes by. */
  until(): Instant;
  /** Uses the key once, as a client does; resolves when IAM knows. False when it was refused. */
  use(issued: IssuedKey): Promise<boolean>;
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => (error instanceof CallFailed ? error.failure : error),
  );
const NOBODYS = "AKIANOBODYSKEY000001";

/** What every adapter of AccessKeys has to do. */
export function describeAccessKeys(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    test("creates a key that works, and lists it", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const user = await newUser();
      expect(await accessKeys.list(user, until())).toEqual([]);
      const issued = await accessKeys.create(user, until());
      expect(AccessKeyId.parse(issued.accessKeyId)).toBe(issued.accessKeyId);
      expect(InstantSchema.parse(issued.createdAt)).toMatch(/\.000Z$/);
      expect(issued.secretAccessKey).toBeInstanceOf(Secret);
      expect(reveal(issued.secretAccessKey).length).toBeGreaterThan(15);
      const { accessKeyId, createdAt } = issued;
      expect(await accessKeys.list(user, until())).toEqual([{ accessKeyId, createdAt, active: true }]);
      expect(await use(issued)).toBe(true);
    });

    test("gives a user two keys and no third", async () => {
      const { accessKeys, newUser, until } = await open();
      const user = await newUser();
      const first = await accessKeys.create(user, until());
      const second = await accessKeys.create(user, until());
      expect(second.accessKeyId).not.toBe(first.accessKeyId);
      expect(await failure(accessKeys.create(user, until()))).toBe("limit_exceeded");
      expect(await accessKeys.list(user, until())).toHaveLength(2);
      await accessKeys.delete(user, first.accessKeyId, until());
      const third = await accessKeys.create(user, until());
      const left = (await accessKeys.list(user, until())).map((key) => key.accessKeyId);
      expect(left.sort()).toEqual([second.accessKeyId, third.accessKeyId].sort());
    });

    test("stops a key by deactivating it; doing it again is no error; it still counts as a key", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const user = await newUser();
      const issued = await accessKeys.create(user, until());
      await accessKeys.create(user, until());
      await accessKeys.deactivate(user, issued.accessKeyId, until());
      expect(await use(issued)).toBe(false);
      await accessKeys.deactivate(user, issued.accessKeyId, until());
      const listed = await accessKeys.list(user, until());
      expect(listed.map(({ active }) => active).sort()).toEqual([false, true]);
      expect(await failure(accessKeys.create(user, until()))).toBe("limit_exceeded");
    });

    test("deletes a key, active or not, and then knows it no more", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const user = await newUser();
      const [one, other] = [await accessKeys.create(user, until()), await accessKeys.create(user, until())];
      await accessKeys.deactivate(user, other.accessKeyId, until());
      for (const key of [one, other]) {
        await accessKeys.delete(user, key.accessKeyId, until());
        expect(await failure(accessKeys.delete(user, key.accessKeyId, until()))).toBe("missing");
        expect(await failure(accessKeys.deactivate(user, key.accessKeyId, until()))).toBe("missing");
      }
      expect(await use(one)).toBe(false);
      expect(await accessKeys.list(user, until())).toEqual([]);
    });

    test("says that a key, or a user, is missing", async () => {
      const { accessKeys, newUser, until } = await open();
      const user = await newUser();
      expect(await failure(accessKeys.delete(user, NOBODYS, until()))).toBe("missing");
      expect(await failure(accessKeys.deactivate(user, NOBODYS, until()))).toBe("missing");
      expect(await failure(accessKeys.activate(user, NOBODYS, until()))).toBe("missing");
      expect(await failure(accessKeys.lastUse(user, NOBODYS, until()))).toBe("missing");
      const nobody = { ...user, userName: "kt-nobody" };
      expect(await failure(accessKeys.create(nobody, until()))).toBe("missing");
      expect(await failure(accessKeys.list(nobody, until()))).toBe("missing");
    });

    test("touches no other user's keys", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const [ours, theirs] = [await newUser(), await newUser()];
      const issued = await accessKeys.create(theirs, until());
      expect(await failure(accessKeys.delete(ours, issued.accessKeyId, until()))).toBe("missing");
      expect(await failure(accessKeys.deactivate(ours, issued.accessKeyId, until()))).toBe("missing");
      expect(await accessKeys.list(ours, until())).toEqual([]);
      expect(await use(issued)).toBe(true);
    });

    test("brings a deactivated key back", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const user = await newUser();
      const issued = await accessKeys.create(user, until());
      await accessKeys.deactivate(user, issued.accessKeyId, until());
      await accessKeys.activate(user, issued.accessKeyId, until());
      expect(await use(issued)).toBe(true);
    });

    test("knows whether a key was ever used", async () => {
      const { accessKeys, newUser, until, use } = await open();
      const user = await newUser();
      const [used, unused] = [await accessKeys.create(user, until()), await accessKeys.create(user, until())];
      await use(used);
      expect(await accessKeys.lastUse(user, used.accessKeyId, until())).not.toBeNull();
      expect(await accessKeys.lastUse(user, unused.accessKeyId, until())).toBeNull();
    });
  });
}
