import type { Actor } from "../caller/caller.ts";
import { type Connection, touched } from "../connection/connection.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import type { KeyPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { Findings } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { type KeyState, keysPatch, lastOf, nextActionAt, remembered, unmanagedDrafts } from "./key-state.ts";
import { writesEndAt } from "./operation.ts";
import { writeOwn } from "./write-own.ts";

/** How an operation ends: the keys as they now are, and what there is to tell. */
export interface Ending {
  state: KeyState;
  findings: Findings;
  drafts?: EventDraft[];
  by: Actor;
  /** Whether it is a change users see under `updatedBy`. */
  touches?: boolean;
  /** Requests remembered, when this write is the one that answers. */
  idempotency?: Connection["idempotency"];
  /** What becomes of the connection itself, when it ends with its keys. */
  also?: Pick<Connection, "state" | "nextActionAt">;
}

/**
 * The last write of an operation: it is no longer held, the record says what is true in IAM, and the outbox
 * what happened. Throws PatchRefused when the operation is no longer ours, CallFailed when nobody can tell.
 */
export async function endOperation(ports: KeyPorts, held: Held, ending: Ending): Promise<Connection> {
  const { operation } = held;
  const { state, findings, by } = ending;
  const now = ports.clock.now();
  const drafts = [...(ending.drafts ?? []), ...unmanagedDrafts(held, findings)];
  const announced = announce(ports.ids, held, by, now, drafts);
  const keys = keysPatch(state);
  const next = ending.also?.nextActionAt ?? nextActionAt(state, now);
  const patch = {
    when: [equals("operation.id", operation.id), equals("operation.phase", operation.phase)],
    set: {
      ...keys.set,
      ...remembered(held, findings),
      ...announced.set,
      windows: state.windows,
      recentOperations: lastOf(held.recentOperations, ports.deployment.keyOperationsPerMinute),
      lastOperationId: operation.id,
      ...ending.also,
      ...(next && { nextActionAt: next }),
      ...(ending.touches && touched(by.name, now)),
      ...(ending.idempotency && { idempotency: ending.idempotency }),
    },
    remove: [...keys.remove, "operation" as const, ...(next ? [] : ["nextActionAt" as const])],
    append: announced.append,
  };
  const isMine = (record: Connection) => record.lastOperationId === operation.id;
  return writeOwn(ports, held, patch, isMine, writesEndAt(operation));
}
