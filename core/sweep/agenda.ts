import type { Instant } from "../clock.ts";
import type { ConnectionRef } from "../connection/connection.ts";
import type { PolicyRef } from "../policy/policy.ts";
import type { ServiceRef } from "../service/service.ts";

/** A record that asked to be looked at. */
export type Due =
  | ({ kind: "connection" } & ConnectionRef)
  | ({ kind: "service" } & ServiceRef)
  | ({ kind: "policy" } & PolicyRef);

/** What a log line calls it. */
export function nameOf(due: Due): string {
  if (due.kind === "connection") return due.connectionId;
  return due.kind === "service" ? due.serviceId : due.org;
}

/** Something due, and the place behind which a later look goes on. */
interface Nomination {
  due: Due;
  place: string;
}

/** When each record next needs attention. The index only nominates: read the record before acting. */
export interface Agenda {
  /** A page, the longest due first; the page that follows begins behind `next`. */
  due(shard: number, until: Instant, after?: string): Promise<{ nominations: Nomination[]; next?: string }>;
}

/** Asks for a pass over one shard of the agenda. */
export interface SweepRequests {
  request(shards: readonly { shard: number; after?: string }[]): Promise<void>;
}
