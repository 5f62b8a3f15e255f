import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import type { Operation } from "./operation.ts";

/** The record with its operation in this process's hands. */
export type Held = Connection & { operation: Operation };

export function isHeld(connection: Connection): connection is Held {
  return connection.operation !== undefined;
}

/** Who a change is recorded under that was irrevocable before its holder died. */
export function requester(held: Held): Actor {
  return { org: held.org, name: held.operation.by, correlationId: held.operation.correlationId };
}

/** The old key of a staged reset, once a doomed one is gone. */
export function notDoomed({ retiring }: Held): Connection["retiring"] {
  return retiring?.state === "doomed" ? undefined : retiring;
}
