import type { Instant } from "../clock.ts";
import type { KeyturnEvent } from "./event.ts";

/** Names any item that has an outbox. */
export interface ItemKey {
  pk: string;
  sk: string;
}

export interface Nominated {
  items: ItemKey[];
  /** Since when the first of them has had something to deliver. */
  since?: Instant;
  next?: string;
}

/** The undelivered events of every kind of record. */
export interface Outboxes {
  /** Items the index says have undelivered events, oldest first, and where to go on. A nomination, no more. */
  nominated(shard: number, after?: string): Promise<Nominated>;
  /** The events the item holds now, read consistently, oldest first. */
  read(key: ItemKey): Promise<KeyturnEvent[]>;
  /** The same of several items, in the order of the keys. */
  readAll(keys: readonly ItemKey[]): Promise<KeyturnEvent[][]>;
  /**
   * Takes the first `count` events away if the first one is still `firstEventId`; otherwise somebody else did,
   * and nothing happens. Leaves the record's version and `updatedOn` alone.
   */
  trim(key: ItemKey, firstEventId: string, count: number): Promise<void>;
}
