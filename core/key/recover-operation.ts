import { keyturnItself } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { failureOf, unavailableUntil } from "../errors.ts";
import type { EventDraft } from "../journal/event.ts";
import type { KeyPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { auditKeys, type Findings, nothingFound } from "./audit-keys.ts";
import { deleteRetiring } from "./delete-keys.ts";
import { finishOldPair } from "./end-old-pair.ts";
import { endOperation } from "./end-operation.ts";
import { keyDisabled } from "./events.ts";
import { recoverDisabling } from "./finish-disabling.ts";
import { recoverPut, undoPut } from "./finish-put.ts";
import { finishRemoval } from "./finish-removal.ts";
import { finishRestoration } from "./finish-restoration.ts";
import { finishRetirement } from "./finish-retirement.ts";
import { finishTidying } from "./finish-tidying.ts";
import { type Held, notDoomed, requester } from "./held.ts";
import { deactivateKey } from "./key-calls.ts";
import { callsEndAt, takenOver, writesEndAt } from "./operation.ts";
import { mayHaveCreated } from "./spare-keys.ts";
import { windowOf } from "./window.ts";
import { withSecrets } from "./with-secrets.ts";
import { writeOwn } from "./write-own.ts";

/**
 * Finishes an operation whose holder is gone: undoes a reset that had not been committed, and rolls everything else
 * forward. It can itself die anywhere, and is then recovered the same way. When somebody else was quicker it does
 * nothing. Throws DomainError `unavailable` when AWS does not answer.
 */
export async function recoverOperation(ports: KeyPorts, abandoned: Connection): Promise<void> {
  const held = await takeOver(ports, abandoned);
  if (!held) return;
  try {
    await finish(ports, held);
  } catch (error) {
    if (error instanceof PatchRefused) return; // taken over from us in turn
    if (failureOf(error)) throw unavailableUntil(ports.clock.now(), held.operation.expiresAt, error);
    throw error;
  }
}

/** Changes hands: only the id and the times, so that nothing of what was begun is forgotten. */
export async function takeOver(ports: KeyPorts, abandoned: Connection): Promise<Held | undefined> {
  const old = abandoned.operation;
  if (!old) return undefined;
  const operation = takenOver(old, ports.ids.next(), ports.clock.now());
  const patch = {
    when: [equals("operation.id", old.id), equals("operation.expiresAt", old.expiresAt)],
    set: { operation, nextActionAt: operation.expiresAt },
  };
  try {
    const isMine = (record: Connection) => record.operation?.id === operation.id;
    return { ...(await writeOwn(ports, abandoned, patch, isMine, writesEndAt(operation))), operation };
  } catch (error) {
    if (error instanceof PatchRefused) return undefined;
    if (failureOf(error)) throw unavailableUntil(ports.clock.now(), operation.expiresAt, error);
    throw error;
  }
}

async function finish(ports: KeyPorts, held: Held): Promise<void> {
  switch (held.operation.kind) {
    case "issue":
      return held.operation.phase === "taken" ? undoReset(ports, held) : finishReset(ports, held);
    case "put": {
      const customers = withSecrets(ports, held);
      return held.operation.phase === "promote"
        ? recoverPut(customers, held, requester(held))
        : undoPut(customers, held);
    }
    case "remove":
      await finishRemoval(ports, held, requester(held));
      return;
    case "retire":
      if (held.customer) await finishOldPair(withSecrets(ports, held), held, requester(held));
      else await finishRetirement(ports, held, requester(held));
      return;
    case "restore":
      await finishRestoration(ports, held, requester(held));
      return;
    case "disable":
      return recoverDisabling(ports, held);
    case "tidy":
      return finishTidying(ports, held);
    case "delete":
      return; // the sweep's, which may delete users; a deleted connection is nobody else's business
  }
}

/**
 * Not committed: no caller has the new key. A leaked one is contained, doomed ones and orphans are deleted, and
 * a window is kept for a key that IAM does not show yet.
 */
async function undoReset(ports: KeyPorts, held: Held): Promise<void> {
  const { operation } = held;
  const until = callsEndAt(operation);
  const leaked = operation.compromised ? held.current : undefined;
  if (leaked) await deactivateKey(ports, held, leaked, until);
  const gone = await deleteRetiring(ports, held, until);
  const isOpen = mayHaveCreated(held);
  const windows = [...held.windows, ...(isOpen ? [windowOf(operation, ports.clock.now())] : [])];
  const findings = await auditKeys(ports, held, windows, until);
  await endOperation(ports, held, {
    state: {
      current: leaked ? { ...leaked, state: "inactive" } : held.current,
      retiring: notDoomed(held),
      windows,
    },
    findings: { ...findings, deletedIds: [...gone, ...findings.deletedIds] },
    drafts: [
      ...(leaked?.state === "active" ? [keyDisabled(held, leaked.accessKeyId, "compromised")] : []),
      keyRecovered(held, findings),
    ],
    by: keyturnItself(held.org, operation.correlationId),
    touches: leaked !== undefined,
  });
}

/** Committed: the new key is current and its event is out; only the doomed one is left to delete. */
async function finishReset(ports: KeyPorts, held: Held): Promise<void> {
  const deletedIds = await deleteRetiring(ports, held, callsEndAt(held.operation));
  await endOperation(ports, held, {
    state: { current: held.current, retiring: notDoomed(held), windows: held.windows },
    findings: { ...nothingFound, deletedIds },
    by: requester(held),
  });
}

function keyRecovered(held: Held, findings: Findings): EventDraft {
  const { originalId } = held.operation;
  return {
    type: "KeyRecovered",
    data: { ...factsOf(held), abandonedOperationId: originalId, deletedAccessKeyIds: findings.deletedIds },
  };
}
