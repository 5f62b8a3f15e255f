import { type AdoptionRequest, adoptUsers } from "../adoption/adopt-users.ts";
import type { AdoptionPorts } from "../adoption/examine-row.ts";
import type { PlanRow } from "../adoption/plan-row.ts";
import type { RowResult } from "../adoption/row-result.ts";
import type { Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../ids.ts";
import { memoryExistingUsers } from "./memory-existing-users.ts";
import { anAdmin, memoryWorld } from "./memory-ports.ts";

export const ADOPTED_PATH = "/portal/";

/** What a row says of a user, unless a test says otherwise. */
export function aRow(userName: string, change: Partial<PlanRow> = {}): PlanRow {
  return {
    ...{ serviceName: `Data of ${userName}`, bucket: "portal-data", folder: `${userName}/`, userName },
    ...change,
  };
}

/** An operator's command over in-memory ports. */
export function anAdoption() {
  const world = memoryWorld();
  const ports: AdoptionPorts & typeof world.ports = {
    ...world.ports,
    existingUsers: memoryExistingUsers(world.iam),
  };
  const connectionOf = async (userName: string, org = anAdmin.org) => {
    const serviceId = adoptedServiceIdOf(org, { cellId: "main", userName });
    return (await ports.connections.find({
      org,
      connectionId: firstConnectionIdOf(serviceId),
    })) as Connection;
  };
  return {
    ...world,
    ports,
    adopt: (rows: readonly PlanRow[], change: Partial<AdoptionRequest> & { by?: Caller } = {}) =>
      adoptRows(ports, rows, change),
    connectionOf,
  };
}

/** The rows as those of a file whose first line names the columns. */
export function adoptRows(
  ports: AdoptionPorts,
  rows: readonly PlanRow[],
  { by = anAdmin, ...change }: Partial<AdoptionRequest> & { by?: Caller } = {},
): Promise<RowResult[]> {
  return adoptUsers(ports, by, {
    rows: rows.map((row, index) => ({ place: index + 2, row })),
    ...{ apply: true, servicesMax: 5_000, atOnce: 4 },
    rules: { userPaths: [ADOPTED_PATH], tagged: false, cellId: "main" },
    ...change,
  });
}

/** Each row's reasons, in their order. */
export const codesOf = (results: { reasons?: { code: string }[] }[]) =>
  results.map(({ reasons = [] }) => reasons.map(({ code }) => code).join(" "));
