import type { ItemKey } from "../journal/outboxes.ts";
import type { Org } from "../org/org.ts";

/** `records`: connections and data services. `history`: journal entries. `rest`: whatever else lies with the records. */
export type OrgPart = "records" | "history" | "rest";

/** The items of one org, whatever they are. */
export interface OrgItems {
  /** A page of their keys. Entries put just now may be missing from `history`, erased ones may still be named. */
  page(org: Org, part: OrgPart, after?: string): Promise<{ keys: ItemKey[]; next?: string }>;
  /** Takes them away, whatever they hold; one that is gone is no error. */
  erase(keys: readonly ItemKey[]): Promise<void>;
}
