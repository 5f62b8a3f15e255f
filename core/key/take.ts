import type { Actor } from "../caller/caller.ts";
import type { Connection, ConnectionRef } from "../connection/connection.ts";
import type { GivenPair } from "./given-pair.ts";
import type { IdempotentRequest } from "./idempotency.ts";
import type { Operation } from "./operation.ts";

/** What somebody wants to begin. */
export interface Take {
  ref: ConnectionRef;
  kind: Operation["kind"];
  by: Actor;
  compromised?: boolean;
  /** What a `put` takes in. */
  pair?: GivenPair;
  /** The pair came with the request that made the service. */
  ofCreation?: boolean;
  /** A reset after which the key before lives on. */
  staged?: boolean;
  /** The key the caller believes is current; `null`: none. Not given: whatever is there. */
  expectedAccessKeyId?: string | null;
  idempotent?: IdempotentRequest;
  /** The record, if it was read. What dooms keys, or is about one of them, has to know them. */
  seen?: Connection;
  /** Nothing at all may have changed since: what Keyturn does by itself follows from all of the record, and its policy. */
  unchanged?: true;
}

/** These end with no key left, so they doom the keys when they begin. */
export function dooms(take: Take): boolean {
  return take.kind === "remove" || take.kind === "delete";
}

/** These are about the keys as they were seen: on others they have no business. */
export function isAboutSeenKeys(take: Take): boolean {
  return ["retire", "restore", "disable", "put"].includes(take.kind);
}

/** What counts as a key operation of a minute. */
export function isByUser({ kind, unchanged }: Take): boolean {
  return (
    kind === "issue" ||
    kind === "remove" ||
    kind === "put" ||
    ((kind === "retire" || kind === "restore") && !unchanged)
  );
}
