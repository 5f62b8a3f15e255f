import { keyturnItself } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import type { KeyPorts } from "../ports.ts";
import { auditKeys, nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import type { Held } from "./held.ts";
import { deleteKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import { takeOperation } from "./take-operation.ts";
import { closableAt } from "./window.ts";

/**
 * What a reset left for later: the doomed key that could not be deleted, and the windows in which an orphan may
 * still come to light. Under an operation like any other, so that no reset is half-way meanwhile. Throws
 * CallFailed when IAM does not answer: the operation is then left to expire.
 */
export async function tidyKeys(ports: KeyPorts, connection: Connection): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const take = await takeOperation(ports, { ref: connection, kind: "tidy", by, seen: connection });
  if (take.taken) await finishTidying(ports, { ...take.connection, operation: take.operation });
}

/** The work of tidying, also when it is recovered. */
export async function finishTidying(ports: KeyPorts, held: Held): Promise<void> {
  const { operation } = held;
  const until = callsEndAt(operation);
  if (held.retiring) await deleteKey(ports, held, held.retiring, until);
  const gone = held.retiring ? [held.retiring.accessKeyId] : [];
  const listedAt = ports.clock.now();
  const audited = held.windows.length > 0;
  const findings = audited ? await auditKeys(ports, held, held.windows, until) : nothingFound;
  const clean = findings.deletedIds.length === 0;
  await endOperation(ports, held, {
    state: {
      current: held.current,
      retiring: undefined,
      windows: held.windows.filter((window) => !clean || closableAt(window) > listedAt),
    },
    findings: { ...findings, deletedIds: [...gone, ...findings.deletedIds] },
    by: keyturnItself(held.org, operation.correlationId),
  });
}
