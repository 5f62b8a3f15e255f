import { keyturnItself } from "../caller/caller.ts";
import type { KeyPorts } from "../ports.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyDisabled } from "./events.ts";
import type { Held } from "./held.ts";
import { deactivateKey } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";

/** Stops the current key and settles: only a reset brings the connection back to life. Also its recovery. */
export async function finishDisabling(ports: KeyPorts, held: Held): Promise<void> {
  const { current } = held;
  if (!current) throw new Error("a deactivation without a key to deactivate");
  await deactivateKey(ports, held, current, callsEndAt(held.operation));
  await endOperation(ports, held, {
    state: { current: { ...current, state: "inactive" }, retiring: held.retiring, windows: held.windows },
    findings: nothingFound,
    drafts: [keyDisabled(held, current.accessKeyId, "expired")],
    by: keyturnItself(held.org, held.operation.correlationId),
    touches: true,
  });
}
