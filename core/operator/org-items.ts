import type { ItemKey } from "../journal/outboxes.ts";
import type { Org } from "../org/org.ts";

/**
 * `records`: connections and data services. `history`: journal entries. `notices`: what dependents were told, or are yet to
 * be. `rest`: whatever else lies with the records.
 */
export const orgParts = ["records", "history", "notices", "rest"] as const;
export type OrgPart = (typeof orgParts)[number];
/** Those that can have events to deliver. */
export type TellingPart = Exclude<OrgPart, "history">;

export interface KeysPage {
  keys: ItemKey[];
  next?: string;
}

/** The items of one org, whatever they are. */
export interface OrgItems {
  /** A page of their keys. Entries put just now may be missing from `history`, erased ones may still be named. */
  page(org: Org, part: OrgPart, after?: string): Promise<KeysPage>;
  /** The same of those that have events to deliver. A page may be empty and still have a `next`. */
  undelivered(org: Org, part: TellingPart, after?: string): Promise<KeysPage>;
  /** Takes them away, whatever they hold; one that is gone is no error. */
  erase(keys: readonly ItemKey[]): Promise<void>;
}
