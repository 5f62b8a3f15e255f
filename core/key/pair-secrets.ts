import type { Instant } from "../clock.ts";
import type { ConnectionRef } from "../connection/connection.ts";
import { derivedUuid } from "../ids.ts";
import type { KeyPair } from "./key-pair.ts";

/**
 * Where customers' pairs are kept, a secret for each connection, every pair a version of it. One version is current: who
 * uses the pair reads that. Every call can be made twice, throws CallFailed, and is aborted at `until`; its effect may
 * then come late.
 */
export interface PairSecrets {
  /** Keeps the pair as a version that is not current. A secret that is not there is made, with an empty version. */
  keep(ref: ConnectionRef, version: string, pair: KeyPair, until: Instant): Promise<void>;
  /**
   * Makes the version current if `from` is, or whatever else is now: a call that comes late, when another version was made
   * current since, has no effect. `missing`: there is no such version.
   */
  promote(ref: ConnectionRef, version: string, from: string, until: Instant): Promise<void>;
  /** Nobody finds the version any more who does not know its id; one that is current stays. */
  drop(ref: ConnectionRef, version: string, until: Instant): Promise<void>;
  /** Undefined when there is no such version, or it holds no pair. */
  read(ref: ConnectionRef, version: string, until: Instant): Promise<KeyPair | undefined>;
  /** With all its versions, for good. */
  delete(ref: ConnectionRef, until: Instant): Promise<void>;
}

/** The version that a secret begins with: it is current, and holds nothing. */
export function emptyVersionOf({ connectionId }: Pick<ConnectionRef, "connectionId">): string {
  return derivedUuid(connectionId, "no pair yet");
}
