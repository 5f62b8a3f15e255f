import type { Clock } from "../clock.ts";
import type { IamUser } from "../key/access-keys.ts";
import { orFailure, type ReconcileReport } from "./reconcile-report.ts";
import type { Users } from "./users.ts";

/** AWS publishes no rate for IAM's lists; with the call itself this makes about ten a second. */
export const PAUSE_MS = 50;

/** A user's name ends in the 32 digits of its connection's id (newConnection). */
const SUFFIX = 32;

/** Whether the user was made for the connection. */
export function isUserOf({ userName }: IamUser, connectionId: string): boolean {
  return userName.slice(-SUFFIX) === connectionId.slice(-SUFFIX);
}

/** Reports the users of none of the `named` connections, with their keys. */
export async function findStrayUsers(
  ports: { clock: Clock; users: Users },
  users: readonly IamUser[],
  named: ReadonlySet<string>,
  report: ReconcileReport,
): Promise<void> {
  const suffixes = new Set([...named].map((connectionId) => connectionId.slice(-SUFFIX)));
  for (const user of users.filter(({ userName }) => !suffixes.has(userName.slice(-SUFFIX)))) {
    await orFailure(report, user.userName, async () => {
      await ports.clock.sleep(PAUSE_MS);
      const keys = await ports.users.keysOf(user);
      if (!keys) return; // a list may name a user that was deleted just now
      const tags = await ports.users.tagsOf(user);
      report.usersWithoutRecord.push({ userName: user.userName, ...tags, keys });
      report.counts.usersWithoutRecord += 1;
    });
  }
}
