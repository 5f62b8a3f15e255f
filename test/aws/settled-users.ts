import { reconcilePorts } from "../../cli/ports.ts";
import type { Connection } from "../../core/connection/connection.ts";
import type { Provisioning } from "../../core/connection/provisioning.ts";
import type { AccessKeys, IamUser } from "../../core/key/access-keys.ts";
import { allUsers, type Users } from "../../core/operator/users.ts";
import { lagUntil } from "./lag.ts";
import { accessKeys, onceThere, provisioning, until } from "./test-users.ts";

const users: Users = reconcilePorts(process.env).users;

/** For a caller that waits after each change until IAM's lists show it, as settledKeys does. */
const settledProvisioning: Provisioning = {
  ...provisioning,
  async createUser(connection) {
    await provisioning.createUser(connection);
    await onceThere(() => users.tagsOf(connection));
    await lagUntil("true", async () => String(await isListed(connection)));
  },
};

const settledKeys: AccessKeys = {
  ...accessKeys,
  async create(user, deadline) {
    const issued = await onceThere(() => accessKeys.create(user, deadline));
    await untilStated(user, issued.accessKeyId, true);
    return issued;
  },
  async deactivate(user, accessKeyId, deadline) {
    await onceThere(() => accessKeys.deactivate(user, accessKeyId, deadline));
    await untilStated(user, accessKeyId, false);
  },
};

let orgs = 0;

/** For `describeUsers`. */
export const settledUsers = {
  users,
  until,
  provisioning: settledProvisioning,
  accessKeys: settledKeys,
  /** Its users lie under the path of the run, whose users are removed at the end. */
  newOrg: () => `test-${process.env.KEYTURN_TEST_RUN}-${++orgs}`,
};

async function isListed(connection: Connection): Promise<boolean> {
  const listed = await allUsers({ users }, [connection.cellId], connection.org);
  const isNamed = listed.some(({ userName }) => userName === connection.userName);
  return isNamed && (await users.keysOf(connection)) !== undefined;
}

async function untilStated(user: IamUser, accessKeyId: string, wanted: boolean): Promise<void> {
  await lagUntil(String(wanted), async () => {
    const key = (await users.keysOf(user))?.find((one) => one.accessKeyId === accessKeyId);
    return String(key?.active);
  });
}
