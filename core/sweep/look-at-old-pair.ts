import { DAY_MS, HOUR_MS, type Instant, msBetween, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { LeavingKey } from "../key/access-key.ts";
import { keyRetired } from "../key/events.ts";
import { planKeys } from "../key/plan-keys.ts";
import { type TryPorts, tryOldPair } from "../key/try-old-pair.ts";
import { writePlan } from "../key/write-plan.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { rulesFor } from "../policy/rules-for.ts";
import type { RecordPorts } from "../ports.ts";

/** AWS notes each look as a use of the key, and customers go by that: it is looked at once a day. */
const LOOK_AGAIN_MS = DAY_MS;
const UNKNOWN_AGAIN_MS = HOUR_MS;

/**
 * Sees whether AWS still takes a customer's old key. Deactivated, it is told of once; working when it was to be gone, it is
 * told of then and every so often. Where AWS does not say, nothing follows. Takes no operation: the write is refused if the
 * record has changed. Throws CallFailed, PatchRefused.
 */
export async function lookAtOldPair(
  ports: RecordPorts & TryPorts,
  connection: Connection,
  inForce: PolicyInForce,
): Promise<void> {
  const { retiring: old } = connection;
  if (old?.state !== "leaving") return;
  const found = await tryOldPair(ports, connection, old);
  const now = ports.clock.now();
  const { retireAt: _, ...key } = old;
  switch (found) {
    case "refused":
      return write({ ...key, deactivatedAt: now }, [keyRetired(connection, old.accessKeyId, null)]);
    case "unknown":
      return write({ ...old, retireAt: plus(now, UNKNOWN_AGAIN_MS) });
    case "accepted": {
      const heldSince = old.heldSince ?? now;
      const retireAt = plus(now, LOOK_AGAIN_MS);
      const isToTell =
        !old.heldToldAt ||
        msBetween(old.heldToldAt, now) >= inForce.policy.rotation.overdueEveryDays * DAY_MS;
      const held = { ...old, heldSince, retireAt, ...(isToTell && { heldToldAt: now }) };
      return write(held, isToTell ? [stillWorks(connection, old, retireAt)] : []);
    }
  }

  async function write(retiring: LeavingKey, drafts: EventDraft[] = []): Promise<void> {
    const planned = planKeys({ ...connection, retiring }, rulesFor(connection, inForce), now);
    await writePlan(ports, connection, planned, drafts);
  }
}

function stillWorks(connection: Connection, { accessKeyId }: LeavingKey, lookAgainAt: Instant): EventDraft {
  const { current, dependents } = connection;
  const currentAccessKeyId = current?.accessKeyId ?? null;
  const data = { ...factsOf(connection), accessKeyId, currentAccessKeyId, lookAgainAt, dependents };
  return { type: "OldKeyFoundActive", data };
}
