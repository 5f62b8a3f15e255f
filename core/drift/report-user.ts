import { keyturnItself } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import type { Org } from "../org/org.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { DriftPorts } from "./drift-ports.ts";
import { seenNow, type UnmanagedUser } from "./unmanaged-user.ts";
import type { ListedUser } from "./user-list.ts";

/**
 * Tells the org of a user that none of its connections has, once, with one write; another user that was made under the
 * same name since is told of anew. Dies before the write: the next comparison tells of it. Answers whether it was told of
 * now. Throws CallFailed.
 */
export async function reportUser(ports: DriftPorts, org: Org, user: ListedUser): Promise<boolean> {
  const now = ports.clock.now();
  const ref = { org, userName: user.userName };
  const known = await ports.unmanagedUsers.find(ref);
  const isTold = known?.userCreatedAt === user.createdAt;
  const facts = { ...ref, path: user.path, userCreatedAt: user.createdAt, ...seenNow(now) };
  try {
    if (isTold) {
      await ports.unmanagedUsers.update(ref, {
        when: [equals("version", known.version)],
        set: seenNow(now),
      });
      return false;
    }
    const { set, append } = telling(ports, facts, known, now);
    if (known) {
      const when = [equals("version", known.version)];
      await ports.unmanagedUsers.update(ref, { when, set: { ...facts, ...set }, append });
      return true;
    }
    return await ports.unmanagedUsers.insert({ ...facts, ...set, outbox: append.outbox, version: 1 });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    return false; // another comparison has seen it at the same time
  }
}

function telling(
  ports: DriftPorts,
  { org, userName, path, userCreatedAt }: Pick<UnmanagedUser, "org" | "userName" | "path" | "userCreatedAt">,
  known: UnmanagedUser | undefined,
  now: Instant,
) {
  const draft: EventDraft = { type: "UnmanagedUserDetected", data: { userName, path, userCreatedAt } };
  return announce(ports.ids, known ?? { sequence: 0 }, keyturnItself(org, ports.ids.next()), now, [draft]);
}
