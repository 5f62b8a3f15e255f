import type { Instant } from "../clock.ts";
import type { ConnectionRef } from "../connection/connection.ts";
import type { PolicyRef } from "../policy/policy.ts";
import type { ServiceRef } from "../service/service.ts";

/** A record with a `sequence` of its own. */
export type RecordRef =
  | ({ kind: "connection" } & ConnectionRef)
  | ({ kind: "service" } & ServiceRef)
  | ({ kind: "policy" } & PolicyRef);

/**
 * Every connection, data service and policy of every org. Reading them costs as much as the whole table holds, history
 * included: for what an operator does once, and for no path that runs regularly.
 */
export interface AllRecords {
  /** When the table itself was made: for one restored from a backup, when that was. */
  tableMadeAt(): Promise<Instant>;
  /** A page, in no order; it may be empty and still have a `next`. */
  page(after?: string): Promise<{ records: RecordRef[]; next?: string }>;
}
