import { DomainError, failureOf } from "../errors.ts";
import type { RetiringKey } from "../key/access-key.ts";
import { PatchRefused } from "../record/patch.ts";
import type { Left } from "./left.ts";
import type { StatedKey, UserTags } from "./users.ts";

/**
 * `unchanged`: the record's keys were right. `corrected`: another key, another state, or something of the backup's
 * time was dropped. `emptied`: it named a key, and there is none.
 */
type Outcome = "unchanged" | "corrected" | "emptied";

/** What became of a connection. */
export interface ConnectionLine {
  org: string;
  connectionId: string;
  serviceId: string;
  userName: string;
  outcome: Outcome;
  previousAccessKeyId: string | null;
  accessKeyId: string | null;
  /** The old key of a staged reset, or one that a reset could not delete, as it is now. */
  retiring: Pick<RetiringKey, "accessKeyId" | "state"> | null;
  unmanaged: StatedKey[];
  /** IAM has no such user, or it is another org's by now: the connection was deleted after the backup. */
  userMissing: boolean;
  leakedKeyWorks: boolean;
}

/** A data service that no longer names connections the backup has no record of. */
interface ServiceLine {
  org: string;
  serviceId: string;
  unnamedConnectionIds: string[];
}

/** A user that no record names: made after the backup, or by a connection that was deleted before it. */
interface StrayUser extends UserTags {
  userName: string;
  keys: StatedKey[];
}

export interface ReconcileReport {
  /** False: what would be done. */
  written: boolean;
  counts: Record<Outcome | "unmanagedKeys" | "usersMissing" | "usersWithoutRecord" | "failures", number>;
  /** Those an operator wants to know of: all but the unchanged ones without a flaw. */
  connections: ConnectionLine[];
  services: ServiceLine[];
  usersWithoutRecord: StrayUser[];
  failures: Left[];
  /** So much failed that the rest was not tried. */
  gaveUp: boolean;
}

export function emptyReport(written: boolean): ReconcileReport {
  return {
    written,
    counts: {
      ...{ unchanged: 0, corrected: 0, emptied: 0, unmanagedKeys: 0 },
      ...{ usersMissing: 0, usersWithoutRecord: 0, failures: 0 },
    },
    ...{ connections: [], services: [], usersWithoutRecord: [], failures: [], gaveUp: false },
  };
}

export function addConnectionLine(report: ReconcileReport, line: ConnectionLine): void {
  const { counts } = report;
  counts[line.outcome] += 1;
  counts.unmanagedKeys += line.unmanaged.length;
  counts.usersMissing += line.userMissing ? 1 : 0;
  const isWorthALine =
    line.outcome !== "unchanged" || line.unmanaged.length > 0 || line.userMissing || line.leakedKeyWorks;
  if (isWorthALine) report.connections.push(line);
}

export function addFailure(report: ReconcileReport, of: string, error: string): void {
  report.failures.push({ of, error });
  report.counts.failures += 1;
}

/** One that fails is reported, and does not keep the others waiting. */
export async function orFailure(
  report: ReconcileReport,
  of: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    addFailure(report, of, wordsFor(error));
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof PatchRefused) return "The record was changed meanwhile. Is the deployment stopped?";
  if (error instanceof DomainError) return `${error.detail} Is the deployment stopped?`;
  if (failureOf(error)) return (error as Error).message;
  return `The record cannot be read or written (${error instanceof Error ? error.name : "unknown"}).`;
}
