import type { IamUser } from "../key/access-keys.ts";
import type { AllRecords, RecordRef } from "./all-records.ts";
import {
  keepUser,
  type ReconcileOptions,
  type ReconcilePorts,
  reconcileConnection,
} from "./reconcile-connection.ts";
import { sequenceFloor } from "./reconcile-patch.ts";
import { reconcilePolicy } from "./reconcile-policy.ts";
import {
  addConnectionLine,
  addFailure,
  emptyReport,
  orFailure,
  type ReconcileReport,
} from "./reconcile-report.ts";
import { reconcileService } from "./reconcile-service.ts";
import { findStrayUsers, isUserOf, PAUSE_MS } from "./stray-users.ts";
import { allUsers } from "./users.ts";

/** More is no accident of single records: a permission that is missing, a deployment that still runs. */
const FAILURES_MAX = 100;

interface Walk {
  ports: ReconcilePorts & { allRecords: AllRecords };
  options: ReconcileOptions;
  users: IamUser[];
  report: ReconcileReport;
  /** The connections whose users are no strays. */
  named: Set<string>;
  /** What an operator asked for and was not found yet. */
  wanted: Map<string, string>;
}

/**
 * After the table was restored from a backup: lets IAM decide which keys exist, record by record. The deployment must
 * not run meanwhile: its recovery, working on what was under way at the backup's time, would delete keys that were
 * given to callers since. Creates, deletes and switches no key. Whatever it was interrupted at, it can be run again,
 * and what is right is not written again. A record that fails is reported and does not keep the others waiting.
 *
 * A service and a connection that were half-made at the backup's time are left to the sweep, which makes what is
 * missing and undoes nothing: a key the user of a recorded connection has got since is current by then. Users that no
 * record names are reported and not touched. Throws CallFailed when the table or the users cannot be listed at all.
 */
export async function reconcile(
  ports: ReconcilePorts & { allRecords: AllRecords },
  { cellIds, ...given }: Pick<ReconcileOptions, "write" | "preferred"> & { cellIds: readonly string[] },
): Promise<ReconcileReport> {
  const madeAt = await ports.allRecords.tableMadeAt();
  const report = emptyReport(given.write);
  const users = await allUsers(ports, cellIds);
  const walk: Walk = {
    ports,
    options: { ...given, madeAt, floor: sequenceFloor(madeAt) },
    users,
    report,
    named: new Set(),
    wanted: new Map(given.preferred),
  };
  let after: string | undefined;
  do {
    const page = await ports.allRecords.page(after);
    for (const ref of page.records) {
      if (report.failures.length >= FAILURES_MAX) return { ...report, gaveUp: true };
      await orFailure(report, idOf(ref), () => look(walk, ref));
    }
    after = page.next;
  } while (after);
  await findStrayUsers(ports, users, walk.named, report);
  reportUnmet(walk);
  return report;
}

async function look(walk: Walk, ref: RecordRef): Promise<void> {
  const { ports, options, users, report } = walk;
  if (ref.kind === "policy") {
    const policy = await ports.policies.find(ref);
    return policy && reconcilePolicy(ports, policy, options);
  }
  if (ref.kind === "service") {
    const service = await ports.services.find(ref);
    if (!service) return;
    const hasUser = (connectionId: string) => users.some((user) => isUserOf(user, connectionId));
    const unnamedConnectionIds = await reconcileService(ports, service, hasUser, options);
    const { org, serviceId } = service;
    if (unnamedConnectionIds.length > 0) report.services.push({ org, serviceId, unnamedConnectionIds });
    return;
  }
  walk.named.add(ref.connectionId); // also when the record turns out to be unreadable
  const connection = await ports.connections.find(ref);
  if (!connection) return;
  await ports.clock.sleep(PAUSE_MS);
  const isEnding = connection.state === "deleted" || connection.state === "deleting";
  const isKept = isEnding && (await keepUser(ports, connection, options));
  if (isKept) walk.named.delete(ref.connectionId);
  if (isKept || connection.state === "deleted") return;
  const line = await reconcileConnection(ports, connection, options);
  if (!line) return;
  addConnectionLine(report, line);
  if (walk.wanted.get(line.connectionId) === line.accessKeyId) walk.wanted.delete(line.connectionId);
}

function reportUnmet({ report, wanted }: Walk): void {
  for (const [connectionId, accessKeyId] of wanted) {
    addFailure(report, connectionId, `has no key ${accessKeyId} that could be current`);
  }
}

function idOf(ref: RecordRef): string {
  if (ref.kind === "policy") return `policy of ${ref.org}`;
  return ref.kind === "service" ? ref.serviceId : ref.connectionId;
}
