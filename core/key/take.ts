import type { Actor } from "../caller/caller.ts";
import type { Connection, ConnectionRef } from "../connection/connection.ts";
import type { IdempotentRequest } from "./idempotency.ts";
import type { Operation } from "./operation.ts";

/** What somebody wants to begin. */
export interface Take {
  ref: ConnectionRef;
  kind: Operation["kind"];
  by: Actor;
  compromised?: boolean;
  /** The key the caller believes is current; `null`: none. Not given: whatever is there. */
  expectedAccessKeyId?: string | null;
  idempotent?: IdempotentRequest;
  /** The record, if it was read. What dooms the keys has to know them. */
  seen?: Connection;
}

/** These end with no key left, so they doom the keys when they begin. */
export function dooms(take: Take): boolean {
  return take.kind === "remove" || take.kind === "delete";
}

/** What counts as a key operation of a minute. */
export function isByUser(take: Take): boolean {
  return take.kind === "issue" || take.kind === "remove";
}
