import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { KeyPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { deleteAllKeys } from "./delete-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";

/** Deletes what the take has doomed, and settles. Also the way a removal is recovered. */
export async function finishRemoval(ports: KeyPorts, held: Held, by: Actor): Promise<Connection> {
  const deletedIds = await deleteAllKeys(ports, held);
  return endOperation(ports, held, {
    state: { current: undefined, retiring: undefined, windows: held.windows },
    findings: { ...nothingFound, deletedIds },
    drafts: keyRemoved(held),
    by,
    touches: true,
  });
}

/** What there is to tell when a connection's key has gone: nothing, if it had none. */
export function keyRemoved(held: Held): EventDraft[] {
  const accessKeyId = held.current?.accessKeyId;
  return accessKeyId ? [{ type: "KeyRemoved", data: { ...factsOf(held), accessKeyId } }] : [];
}
