import type { Instant } from "../clock.ts";
import type { ConnectionRef } from "../connection/connection.ts";
import type { LeftoverRef } from "../notice/leftover.ts";
import type { PolicyRef } from "../policy/policy.ts";
import type { ServiceRef } from "../service/service.ts";

/** What asked to be looked at. */
export type Due =
  | ({ kind: "connection" } & ConnectionRef)
  | ({ kind: "service" } & ServiceRef)
  | ({ kind: "policy" } & PolicyRef)
  | ({ kind: "leftover" } & LeftoverRef);

/** What a log line calls it. */
export function nameOf(due: Due): string {
  switch (due.kind) {
    case "connection":
      return due.connectionId;
    case "service":
      return due.serviceId;
    case "policy":
      return due.org;
    case "leftover":
      return due.eventId;
  }
}

/** Something due, and the place behind which a later look goes on. */
interface Nomination {
  due: Due;
  place: string;
}

/** When each record next needs attention, and what is left to tell. The index only nominates: read the record before acting. */
export interface Agenda {
  /** A page, the longest due first; the page that follows begins behind `next`. */
  due(shard: number, until: Instant, after?: string): Promise<{ nominations: Nomination[]; next?: string }>;
}

/** Asks for a pass over one shard of the agenda. */
export interface SweepRequests {
  request(shards: readonly { shard: number; after?: string }[]): Promise<void>;
}
