import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { KeyPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { deleteAllKeys } from "./delete-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";
import { callsEndAt } from "./operation.ts";
import { withSecrets } from "./with-secrets.ts";

/** Deletes what the take has doomed, or lets a customer's pairs go, and settles. Also the way a removal is recovered. */
export async function finishRemoval(ports: KeyPorts, held: Held, by: Actor): Promise<Connection> {
  const deletedIds = await (held.customer ? forgetPairs(ports, held) : deleteAllKeys(ports, held));
  return endOperation(ports, held, {
    state: { current: undefined, retiring: undefined, windows: held.windows },
    findings: { ...nothingFound, deletedIds },
    drafts: keyRemoved(held),
    by,
    touches: true,
    ...(held.customer && { also: { customer: { accountId: held.customer.accountId, removed: true } } }),
  });
}

/**
 * A customer's keys stay in IAM as they are; what Keyturn keeps of them goes. Answers whose they were. Throws
 * CallFailed.
 */
export async function forgetPairs(ports: KeyPorts, held: Held): Promise<string[]> {
  await withSecrets(ports, held).secrets.delete(held, callsEndAt(held.operation));
  return [held.current, held.retiring].flatMap((key) => (key ? [key.accessKeyId] : []));
}

/** What there is to tell when a connection's key has gone: nothing, if it had none. */
export function keyRemoved(held: Held): EventDraft[] {
  const accessKeyId = held.current?.accessKeyId;
  return accessKeyId ? [{ type: "KeyRemoved", data: { ...factsOf(held), accessKeyId } }] : [];
}
