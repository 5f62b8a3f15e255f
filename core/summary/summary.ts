import * as z from "zod";
import { DAY_MS, Instant, plus } from "../clock.ts";
import { type Connection, isVisible } from "../connection/connection.ts";
import { ConnectionStatus, viewConnection } from "../connection/connection-view.ts";
import { DriftKind, standingDrift } from "../drift/drift.ts";
import { isStillThere, type UnmanagedUsers } from "../drift/unmanaged-user.ts";
import type { Org } from "../org/org.ts";
import type { RecordPorts } from "../ports.ts";

const SOON_MS = 30 * DAY_MS;
/** So many records are read at once: an org can have 10,000 connections. */
const PAGE = 500;

/** How an org's keys stand, at a glance. */
export const Summary = z.strictObject({
  asOf: Instant,
  connections: z.int(),
  byStatus: z.record(ConnectionStatus, z.int()),
  /** Keys that work and will be due within 30 days; those that are due already are counted under `due`. */
  dueWithin30Days: z.int(),
  /** Of the keys that work. */
  oldestKey: z
    .strictObject({
      connectionId: z.string(),
      serviceName: z.string(),
      accessKeyId: z.string(),
      keyCreatedAt: Instant,
      keyAgeDays: z.int(),
    })
    .nullable(),
  /** Old keys that were to be gone: of staged resets, and still in use; of customers, and AWS still takes them. */
  retirementsHeld: z.int(),
  /** What was changed in IAM other than through Keyturn, as it was found when IAM was last compared. */
  drift: z.record(z.enum([...DriftKind.options, "user_created"]), z.int()),
});
export type Summary = z.infer<typeof Summary>;

export type SummaryPorts = RecordPorts & { unmanagedUsers: Pick<UnmanagedUsers, "page"> };

/** From all of the org's connections, and the users that are none's. Throws CallFailed. */
export async function summariseOrg(ports: SummaryPorts, org: Org): Promise<Summary> {
  const asOf = ports.clock.now();
  const summary: Summary = {
    ...{ asOf, connections: 0, dueWithin30Days: 0, oldestKey: null, retirementsHeld: 0 },
    byStatus: { not_configured: 0, active: 0, due: 0, disabled: 0 },
    drift: {
      ...{ key_created: 0, key_deleted: 0, key_deactivated: 0, key_reactivated: 0 },
      ...{ user_created: 0, user_deleted: 0 },
    },
  };
  let after: string | undefined;
  do {
    const page = await ports.connections.page(org, PAGE, after);
    for (const connection of page.filter(isVisible)) count(summary, connection);
    after = page.length === PAGE ? page.at(-1)?.connectionId : undefined;
  } while (after);
  await countUsers(ports, org, summary);
  return summary;
}

async function countUsers({ unmanagedUsers }: SummaryPorts, org: Org, summary: Summary): Promise<void> {
  let after: string | undefined;
  do {
    const page = await unmanagedUsers.page(org, PAGE, after);
    summary.drift.user_created += page.filter((user) => isStillThere(user, summary.asOf)).length;
    after = page.length === PAGE ? page.at(-1)?.userName : undefined;
  } while (after);
}

function count(summary: Summary, connection: Connection): void {
  const { status, rotationDueAt, ...view } = viewConnection(connection, summary.asOf);
  summary.connections += 1;
  summary.byStatus[status] += 1;
  const isSoonDue = rotationDueAt !== null && rotationDueAt <= plus(summary.asOf, SOON_MS);
  if (status === "active" && isSoonDue) summary.dueWithin30Days += 1;
  for (const { kind } of standingDrift(connection)) summary.drift[kind] += 1;
  if (view.retiring?.heldSince) summary.retirementsHeld += 1;
  const { connectionId, serviceName, accessKeyId, keyCreatedAt, keyAgeDays } = view;
  if (accessKeyId === null || keyCreatedAt === null || keyAgeDays === null || status === "disabled") return;
  if (summary.oldestKey && summary.oldestKey.keyCreatedAt <= keyCreatedAt) return;
  summary.oldestKey = { connectionId, serviceName, accessKeyId, keyCreatedAt, keyAgeDays };
}
