import type { Connection } from "../connection/connection.ts";
import type { Service } from "../service/service.ts";
import type { Adoption } from "./adoption.ts";
import type { PlacedRow } from "./read-plan.ts";
import type { Reason } from "./reasons.ts";

/**
 * `adoptable`: it was only looked at. `refused`: as the row is, it is never taken. `failed`: AWS or somebody else was in
 * the way, and the same plan again may take it.
 */
export type Outcome = "adoptable" | "adopted" | "already_adopted" | "refused" | "failed";

/** What became of a row. */
export interface RowResult {
  place: number;
  outcome: Outcome;
  serviceName?: string;
  userName?: string;
  serviceId?: string;
  connectionId?: string;
  /** Null: the user has no key. */
  accessKeyId?: string | null;
  keyCreatedAt?: string | null;
  /** The user's other keys. */
  sparedAccessKeyIds?: string[];
  reasons?: Reason[];
  /** Of one that was adopted before: what the row says otherwise than the data service, and nothing was done about. */
  differs?: Difference[];
  why?: string;
}

/** A column of a plan that is only read when a user is adopted. */
export type Difference = "serviceName" | "accessKeyId" | "pipelineIds";

interface Facts {
  outcome: Outcome;
  reasons?: Reason[];
  differs?: Difference[];
  why?: string;
  adoption?: Adoption;
  service?: Service;
  connection?: Connection;
}

/** A user's name is only repeated where it was one: what stands in a wrong column may be a secret. */
export function resultOf({ place, row }: PlacedRow, facts: Facts): RowResult {
  const { outcome, reasons, differs = [], why, service } = facts;
  // What was adopted before may have another key by now.
  const adoption = facts.adoption ?? (outcome === "adopted" ? service?.adoption : undefined);
  const connectionId = facts.connection?.connectionId ?? service?.connectionIds[0];
  const isWellFormed = outcome !== "refused" || !reasons?.some(({ code }) => code.startsWith("invalid_"));
  return {
    ...{ place, outcome },
    ...(row && isWellFormed && { serviceName: row.serviceName, userName: row.userName }),
    ...(service && { serviceId: service.serviceId }),
    ...(connectionId && { connectionId }),
    ...(adoption && {
      accessKeyId: adoption.key?.accessKeyId ?? null,
      keyCreatedAt: adoption.key?.createdAt ?? null,
      sparedAccessKeyIds: adoption.sparedIds,
    }),
    ...(reasons && { reasons }),
    ...(differs.length > 0 && { differs }),
    ...(why !== undefined && { why }),
  };
}
