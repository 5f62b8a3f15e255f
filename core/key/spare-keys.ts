import { keyturnItself } from "../caller/caller.ts";
import { isAdopted } from "../connection/connection.ts";
import { announce } from "../journal/announce.ts";
import type { KeyPorts } from "../ports.ts";
import { absent, equals } from "../record/patch.ts";
import { listKeys, nothingFound, unknownTo } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { remembered, unmanagedDrafts } from "./key-state.ts";
import { callsEndAt, writesEndAt } from "./operation.ts";
import { isWithin } from "./window.ts";
import { writeOwn } from "./write-own.ts";

/**
 * The keys that an adopted user has before a key is created: whoever looks after the user beside Keyturn may have made one
 * a moment ago, and it would look like an orphan. They are remembered in the record, told of and never deleted. What was made
 * in the window of a creation that was abandoned before is not spared: it may be that creation's.
 *
 * 1. list — dies here: no key was created, and recovery, which sees that nothing was spared, looks for no orphan
 * 2. the record names them, conditional on the operation — dies here: recovery knows them
 *
 * Answers the record as it is then. Throws PatchRefused when the operation is no longer ours; CallFailed.
 */
export async function spareKeys(ports: KeyPorts, held: Held): Promise<Held> {
  const { operation } = held;
  const listed = await listKeys(ports, held, callsEndAt(operation));
  const unmanaged = unknownTo(held, listed).filter((key) => !isWithin(held.windows, key.createdAt));
  const findings = { ...nothingFound, unmanaged };
  const by = keyturnItself(held.org, operation.correlationId);
  const announced = announce(ports.ids, held, by, ports.clock.now(), unmanagedDrafts(held, findings));
  const spared = { ...operation, spared: true as const };
  const patch = {
    when: [
      ...[equals("operation.id", operation.id), equals("operation.phase", "taken")],
      absent("operation.spared"), // sent again after a lost reply it tells nothing twice
    ],
    set: {
      operation: spared,
      unmanagedIds: remembered(held, findings).unmanagedIds,
      ...announced.set,
    },
    append: announced.append,
  };
  const written = await writeOwn(
    ports,
    held,
    patch,
    (record) => record.operation?.id === operation.id && record.operation.spared === true,
    writesEndAt(operation),
  );
  return { ...written, operation: spared };
}

/** Whether a key may have been created under the operation: for an adopted user not before its keys were looked at. */
export function mayHaveCreated({ operation, ...connection }: Held): boolean {
  return !isAdopted(connection) || operation.spared === true;
}
