import type { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";
import type { PolicyRecord, PolicyRef } from "./policy.ts";

/** The policy records, one for each org that has changed its policy. Every read is consistent. */
export interface Policies {
  find(ref: PolicyRef): Promise<PolicyRecord | undefined>;
  /** Those of the orgs that have one, in their order. */
  findMany(orgs: readonly Org[]): Promise<PolicyRecord[]>;
  /** False when the org has one already; nothing is written then. */
  insert(record: PolicyRecord): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: PolicyRef, patch: Patch<PolicyRecord>): Promise<PolicyRecord>;
}
