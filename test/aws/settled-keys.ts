import { TestRunner } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import type { AccessKeys, IamUser, IssuedKey } from "../../core/key/access-keys.ts";
import { type KeyHolder, keyHolder } from "./key-holder.ts";
import { lagUntil } from "./lag.ts";
import { accessKeys, onceThere, provisioned, until } from "./test-users.ts";

/** Often it takes longer; who wants to know waits, and nobody waits for hours. */
export const NOTED_WITHIN_MS = 240_000;

interface KnownKey {
  userName: string;
  state: "active" | "inactive" | "deleted";
  holder: KeyHolder;
  used: boolean;
}

const users = new Map<string, Connection>();
const keys = new Map<string, KnownKey>();

/**
 * The adapter for a caller that waits after each change until IAM and S3 show it: the contract says what is so
 * then, not how long it takes. What must be missing is not waited for.
 */
const settled: AccessKeys = {
  async create(user, deadline) {
    const owner = users.get(user.userName);
    const create = () => accessKeys.create(user, deadline);
    const issued = await (owner ? onceThere(create) : create());
    const { userName } = user;
    if (owner) {
      const holder = keyHolder(owner, issued);
      keys.set(issued.accessKeyId, { userName, state: "active", holder, used: false });
    }
    await untilListed(user, issued.accessKeyId, true);
    return issued;
  },
  async activate(user, accessKeyId) {
    await change(user, accessKeyId, "active", () => accessKeys.activate(user, accessKeyId, until()));
  },
  async deactivate(user, accessKeyId) {
    await change(user, accessKeyId, "inactive", () => accessKeys.deactivate(user, accessKeyId, until()));
  },
  async delete(user, accessKeyId) {
    await change(user, accessKeyId, "deleted", () => accessKeys.delete(user, accessKeyId, until()));
    await untilListed(user, accessKeyId, false);
  },
  list(user) {
    const list = () => accessKeys.list(user, until());
    return users.has(user.userName) ? onceThere(list) : list();
  },
  async lastUse(user, accessKeyId) {
    const ask = () => accessKeys.lastUse(user, accessKeyId, until());
    if (!keys.get(accessKeyId)?.used) return ask();
    const noted = async () => String((await ask()) !== null);
    const { last } = await lagUntil("true", noted, NOTED_WITHIN_MS);
    TestRunner.getCurrentTest()?.context.skip(
      last === "false",
      "IAM had not noted the use after four minutes, and may later",
    );
    return ask();
  },
};

/** For `describeAccessKeys`. */
export const settledKeys = {
  accessKeys: settled,
  until,
  async newUser(): Promise<IamUser> {
    const connection = await provisioned();
    users.set(connection.userName, connection);
    return connection;
  },
  /** Asks S3 until it says what IAM's last change leads to, or for a minute; answers what S3 said last. */
  async use({ accessKeyId }: IssuedKey): Promise<boolean> {
    const key = keys.get(accessKeyId);
    if (!key) throw new Error("a key that nobody made");
    key.used = true;
    const wanted = key.state === "active" ? "accepted" : "InvalidAccessKeyId";
    return (await lagUntil(wanted, key.holder.knock)).last === "accepted";
  },
};

async function change(
  user: IamUser,
  accessKeyId: string,
  state: KnownKey["state"],
  call: () => Promise<void>,
) {
  const key = keys.get(accessKeyId);
  const exists = key?.userName === user.userName && key.state !== "deleted";
  await (exists ? onceThere(call) : call());
  if (exists) key.state = state;
}

async function untilListed(user: IamUser, accessKeyId: string, wanted: boolean): Promise<void> {
  await lagUntil(String(wanted), async () => {
    const listed = await accessKeys.list(user, until());
    return String(listed.some((key) => key.accessKeyId === accessKeyId));
  });
}
