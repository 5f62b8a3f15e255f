import type { PlanRow } from "../../core/adoption/plan-row.ts";

// What the tests of interrupted adoptions share: the plan, and what two runs have to agree on.

export const ADOPTED_PATH = "/portal/s3/";
export const ORG = "acme";
export const PIPELINES = ["nightly-load", "weekly-report", "scan:daily"];

/** Users of every kind: linked to pipelines or not, with one key, none, or two of which one is named. */
export interface PlannedUser {
  userName: string;
  keys: number;
  pipelineIds: string[];
}

export function plannedUsers(count: number): PlannedUser[] {
  return Array.from({ length: count }, (_, n) => ({
    userName: `s3-user-${String(n).padStart(5, "0")}`,
    keys: n % 10 === 3 ? 0 : n % 10 === 7 ? 2 : 1,
    pipelineIds: n % 4 === 0 ? PIPELINES.slice(0, 1 + (n % 3)) : [],
  }));
}

export function rowOf({ userName, keys, pipelineIds }: PlannedUser, ids: readonly string[]): PlanRow {
  return {
    ...{ serviceName: `Data of ${userName}`, bucket: "portal-data", folder: `${userName}/`, userName },
    ...(keys === 2 && ids[0] !== undefined && { accessKeyId: ids[0] }),
    ...(pipelineIds.length > 0 && { pipelineIds }),
  };
}

/** The plan as a file, with line ends and quotes as a spreadsheet writes them. */
export function csvOf(rows: readonly PlanRow[]): string {
  const lines = rows.map(({ serviceName, bucket, folder, userName, accessKeyId = "", pipelineIds = [] }) =>
    [`"${serviceName}"`, bucket, folder, userName, accessKeyId, pipelineIds.join("|")].join(","),
  );
  return `\ufeff${["serviceName,bucket,folder,userName,accessKeyId,pipelineIds", ...lines].join("\r\n")}\r\n`;
}

/** These differ from one run to another: times, counts of writes, and ids that are made anew each time. */
const ofARun = [
  ...["version", "createdOn", "updatedOn", "adoptedAt", "nextActionAt", "outboxAt"],
  ...["eventId", "occurredAt", "correlationId"],
];

/** What an item says, whenever and however often it was written, and in whatever order of rows. */
export function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !ofARun.includes(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, name === "serviceIds" ? (one as string[]).toSorted() : essence(one)]),
  );
}
