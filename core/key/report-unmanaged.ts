import { keyturnItself } from "../caller/caller.ts";
import { announce } from "../journal/announce.ts";
import type { KeyPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { Findings } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { remembered, unmanagedDrafts } from "./key-state.ts";

/**
 * Tells of keys somebody else made, in the middle of an operation that cannot go on because of them; of each
 * once. Throws PatchRefused when the operation is no longer ours, CallFailed.
 */
export async function reportUnmanaged(ports: KeyPorts, held: Held, findings: Findings): Promise<void> {
  const drafts = unmanagedDrafts(held, findings);
  if (drafts.length === 0) return;
  const by = keyturnItself(held.org, held.operation.correlationId);
  const { set, append } = announce(ports.ids, held, by, ports.clock.now(), drafts);
  await ports.connections.update(held, {
    when: [equals("operation.id", held.operation.id), equals("sequence", held.sequence)],
    set: { ...set, ...remembered(held, findings) },
    append,
  });
}
