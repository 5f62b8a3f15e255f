import type { Connection } from "../connection/connection.ts";
import { equals, type Patch } from "../record/patch.ts";
import type { ReconcileOptions, ReconcilePorts } from "./reconcile-connection.ts";

/**
 * A restored connection whose keys are the customer's. IAM says nothing of them, and the secret is not read here. A put or
 * a removal that was under way at the backup's time is forgotten: gone on with, it could make an older pair current than
 * the one that is, or delete one that was given since. The next pair that is given takes the place of whichever is really
 * current (PairSecrets.promote); until then the record names the key of the backup's time. Throws PatchRefused; CallFailed.
 */
export async function reconcileCustomers(
  ports: ReconcilePorts,
  connection: Connection,
  { floor, write }: ReconcileOptions,
): Promise<undefined> {
  const { current, operation, sequence } = connection;
  const isForgotten = operation?.kind === "put" || operation?.kind === "remove";
  if (!write || (sequence >= floor && !isForgotten)) return;
  const patch: Patch<Connection> = {
    when: [equals("version", connection.version)],
    set: { sequence: Math.max(floor, sequence) },
  };
  if (isForgotten) {
    const alive = current && { current: { ...current, state: "active" as const } };
    const planned = { ...alive, nextActionAt: ports.clock.now() };
    const isDoomed = connection.retiring?.state === "doomed";
    Object.assign(patch, {
      set: { ...patch.set, ...planned },
      remove: ["operation", ...(isDoomed ? (["retiring"] as const) : [])],
    });
  }
  await ports.connections.update(connection, patch);
}
