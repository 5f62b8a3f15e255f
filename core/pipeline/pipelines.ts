import type { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";
import type { Pipeline, PipelineRef } from "./pipeline.ts";

/** The pipeline records. Every read is consistent. */
export interface Pipelines {
  find(ref: PipelineRef): Promise<Pipeline | undefined>;
  /** Those with the ids, in their order, as far as they exist. */
  findMany(org: Org, pipelineIds: readonly string[]): Promise<Pipeline[]>;
  /** False when there is one with this id already; nothing is written then. */
  insert(pipeline: Pipeline): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: PipelineRef, patch: Patch<Pipeline>): Promise<Pipeline>;
  /** In the order of their ids, after the one named. */
  page(org: Org, limit: number, after?: string): Promise<Pipeline[]>;
  /** How many the org has; counted no further than `atMost`. */
  count(org: Org, atMost: number): Promise<number>;
  /** Takes it away if it is still at this version, and not one made anew under its id; false when it is not. */
  erase(seen: PipelineRef & Pick<Pipeline, "createdOn">, version: number): Promise<boolean>;
}
