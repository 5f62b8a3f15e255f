import type { Org } from "../org/org.ts";
import type { KeyturnEvent } from "./event.ts";

/** Where a page of history begins: behind the entry with this id. Event ids are in order of time. */
export interface JournalPage {
  limit: number;
  before?: string;
}

/** The append-only history of an org. Entries outlive what they tell of. */
export interface Journal {
  /** An entry that is there already, by its event id, is left as it is. */
  putIfAbsent(event: KeyturnEvent): Promise<void>;
  /** Newest first. */
  ofConnection(org: Org, connectionId: string, page: JournalPage): Promise<KeyturnEvent[]>;
  ofOrg(org: Org, page: JournalPage): Promise<KeyturnEvent[]>;
}
