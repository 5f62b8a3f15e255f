import { keyturnItself } from "../caller/caller.ts";
import type { KeyPorts } from "../ports.ts";
import { auditKeys, nothingFound } from "./audit-keys.ts";
import { deleteRetiring } from "./delete-keys.ts";
import { endOperation } from "./end-operation.ts";
import { type Held, notDoomed } from "./held.ts";
import { callsEndAt } from "./operation.ts";
import { closableAt } from "./window.ts";

/** The work of tidying, also when it is recovered. Throws CallFailed, PatchRefused. */
export async function finishTidying(ports: KeyPorts, held: Held): Promise<void> {
  const { operation } = held;
  const until = callsEndAt(operation);
  const gone = await deleteRetiring(ports, held, until);
  const listedAt = ports.clock.now();
  const audited = held.windows.length > 0;
  const findings = audited ? await auditKeys(ports, held, held.windows, until) : nothingFound;
  const clean = findings.deletedIds.length === 0;
  await endOperation(ports, held, {
    state: {
      current: held.current,
      retiring: notDoomed(held),
      windows: held.windows.filter((window) => !clean || closableAt(window) > listedAt),
    },
    findings: { ...findings, deletedIds: [...gone, ...findings.deletedIds] },
    by: keyturnItself(held.org, operation.correlationId),
  });
}
