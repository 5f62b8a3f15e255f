import type { Connection } from "../connection/connection.ts";
import type { Org } from "../org/org.ts";
import { DIFFERS } from "./differs.ts";
import { isSettled } from "./drift-of.ts";
import type { DriftPorts } from "./drift-ports.ts";
import { type Failures, orFailure } from "./failures.ts";
import { reportUser } from "./report-user.ts";
import { type ListedUser, placeOf } from "./user-list.ts";

/**
 * Reports the users that no record names. Answers the connections of the others that the agenda does not name, which
 * nobody has compared yet: they have no key, or one that does not work.
 *
 * A record is made before its user, and outlives it by two days: so a user without one is nobody's, as soon as IAM's
 * list can be believed. A record that cannot be read names its user all the same. Throws CallFailed when the records
 * cannot be read at all.
 */
export async function compareUsers(
  ports: DriftPorts,
  users: readonly ListedUser[],
  failures: Failures,
): Promise<Connection[]> {
  const unnamed: Connection[] = [];
  const orgs = new Map<string, Org | undefined>();
  const now = ports.clock.now();
  for (const user of users.filter(({ createdAt }) => isSettled(createdAt, now))) {
    await orFailure(ports, failures, user.userName, async () => {
      const { orgId, connectionId } = placeOf(user);
      if (orgId && !orgs.has(orgId)) orgs.set(orgId, await ports.unmanagedUsers.orgOf(orgId));
      const org = orgId && orgs.get(orgId);
      const record = org && connectionId && (await ports.connections.find({ org, connectionId }));
      if (record && isNamedBy(record, user)) {
        if (record.nextActionAt === undefined) unnamed.push(record);
        return;
      }
      if (org && !(await reportUser(ports, org, user))) return;
      // One of no org is remembered nowhere: it is logged each day.
      ports.log.warn(DIFFERS, { drift: "user_created", userName: user.userName, path: user.path });
    });
  }
  return unnamed;
}

/**
 * A tombstone still names the user it had, and one that a creation that was held up has made after all, which goes with the
 * tombstone (purgeConnection). One that is made later is somebody else's.
 */
function isNamedBy(record: Connection, { userName, createdAt }: ListedUser): boolean {
  const isAnother = record.state === "deleted" && isSettled(record.updatedOn, createdAt);
  return record.userName === userName && !isAnother;
}
