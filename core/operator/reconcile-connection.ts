import type { Instant } from "../clock.ts";
import { type Connection, isAdopted } from "../connection/connection.ts";
import { operationInProgress } from "../errors.ts";
import { hasExpired } from "../key/operation.ts";
import { policyByDefault } from "../policy/policy.ts";
import type { RecordPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { reconcileCustomers } from "./reconcile-customers.ts";
import { isCorrection, reconcilePatch } from "./reconcile-patch.ts";
import type { ConnectionLine } from "./reconcile-report.ts";
import { type Reconciled, reconciled } from "./reconciled.ts";
import type { Users } from "./users.ts";

export type ReconcilePorts = Pick<RecordPorts, "clock" | "ids" | "connections" | "services" | "policies"> & {
  users: Users;
};

export interface ReconcileOptions {
  /** False: look, and say what would be written. */
  write: boolean;
  /** When the restored table was made. */
  madeAt: Instant;
  /** The least number that events continue behind (sequenceFloor). */
  floor: number;
  /** By connection: the key an operator knows to be the right one of several. */
  preferred: ReadonlyMap<string, string>;
}

/**
 * Makes one restored connection say what is true in IAM, with one write conditional on the record's version. Answers
 * what became of it; undefined for one that was being deleted, which the sweep ends as was asked (keepUser).
 * Throws DomainError operation_in_progress; PatchRefused; CallFailed.
 */
export async function reconcileConnection(
  ports: ReconcilePorts,
  connection: Connection,
  options: ReconcileOptions,
): Promise<ConnectionLine | undefined> {
  const now = ports.clock.now();
  assertAtRest(connection, now);
  if (connection.state === "deleting") return continueBehind(ports, connection, options);
  if (connection.customer) return reconcileCustomers(ports, connection, options);
  const inForce = (await ports.policies.find(connection)) ?? policyByDefault;
  const listed = (await isAnothers(ports, connection)) ? undefined : await ports.users.keysOf(connection);
  const { floor, madeAt } = options;
  const preferred = options.preferred.get(connection.connectionId);
  const by = { now, madeAt, inForce, preferred };
  const decided = reconciled(connection, listed ?? [], by);
  const patch = reconcilePatch(ports.ids, connection, decided, { floor, inForce, now });
  if (patch && options.write) await ports.connections.update(connection, patch);
  return lineOf(connection, decided, !listed && connection.state === "ready");
}

/**
 * A connection that was deleted, or was being, can have been made again after the backup under the same id, once its
 * tombstone had gone: then the user has a key, and the sweep, which still has to end the connection or its tombstone,
 * would take the user's policy away. Here the record stays as it is, and off the agenda. Answers whether it does.
 * Throws DomainError operation_in_progress; PatchRefused; CallFailed.
 */
export async function keepUser(
  ports: ReconcilePorts,
  ending: Connection,
  { write }: ReconcileOptions,
): Promise<boolean> {
  assertAtRest(ending, ports.clock.now());
  if (!(await mayHaveNewKey(ports, ending))) return false;
  if (ending.nextActionAt && write) {
    await ports.connections.update(ending, {
      when: [equals("version", ending.version)],
      remove: ["nextActionAt"],
    });
  }
  return true;
}

/** An operation that has not run out is nobody's of the backup's time: the deployment runs. */
function assertAtRest({ operation }: Connection, now: Instant): void {
  if (operation && !hasExpired(operation, now)) throw operationInProgress(now, operation.expiresAt);
}

async function mayHaveNewKey({ users }: ReconcilePorts, ending: Connection): Promise<boolean> {
  if (isAdopted(ending)) return false; // its end takes nothing away in IAM but the key that is named
  const { state, customer, operation, deletedKeys, unmanagedIds } = ending;
  // Of a customer's tombstone nobody can tell: its end would delete a secret that may be another's by now.
  if (customer) return state === "deleted";
  const listed = (await users.keysOf(ending)) ?? [];
  if (state === "deleted") return listed.length > 0;
  // What the deletion has to delete, or waits for, was there when it began.
  const known = [...deletedKeys, ...unmanagedIds];
  return listed.some(
    ({ accessKeyId, createdAt }) =>
      !known.includes(accessKeyId) && operation !== undefined && createdAt > operation.startedAt,
  );
}

/** Given up after the backup, an adopted user can have become another org's, which its tag says: as good as missing. */
async function isAnothers({ users }: ReconcilePorts, connection: Connection): Promise<boolean> {
  if (!isAdopted(connection)) return false;
  const { org = connection.org } = await users.tagsOf(connection);
  return org !== connection.org;
}

async function continueBehind(
  ports: ReconcilePorts,
  connection: Connection,
  { floor, write }: ReconcileOptions,
): Promise<undefined> {
  if (connection.sequence >= floor || !write) return;
  await ports.connections.update(connection, {
    when: [equals("version", connection.version)],
    set: { sequence: floor },
  });
}

function lineOf(connection: Connection, decided: Reconciled, userMissing: boolean): ConnectionLine {
  const { current, retiring, unmanaged, leakedKeyWorks } = decided;
  const { org, connectionId, serviceId, userName } = connection;
  const corrected = connection.current && !current ? "emptied" : "corrected";
  return {
    ...{ org, connectionId, serviceId, userName, unmanaged, userMissing, leakedKeyWorks },
    outcome: isCorrection(connection, decided) ? corrected : "unchanged",
    previousAccessKeyId: connection.current?.accessKeyId ?? null,
    accessKeyId: current?.accessKeyId ?? null,
    retiring: retiring ? { accessKeyId: retiring.accessKeyId, state: retiring.state } : null,
  };
}
