import type { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";
import type { Service, ServiceRef } from "./service.ts";

/** The data service records. Every read is consistent; tombstones are read like any other record. */
export interface Services {
  find(ref: ServiceRef): Promise<Service | undefined>;
  /** False when there is one with this id already; nothing is written then. */
  insert(service: Service): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: ServiceRef, patch: Patch<Service>): Promise<Service>;
  /** In the order of their ids, after the one named. */
  page(org: Org, limit: number, after?: string): Promise<Service[]>;
  /** How many the org's people have made, tombstones left out; counted no further than `atMost`. */
  count(org: Org, atMost: number): Promise<number>;
  /** Ends a tombstone, if it is still at this version, and not one made anew under its id. */
  erase(seen: ServiceRef & Pick<Service, "createdOn">, version: number): Promise<void>;
}
