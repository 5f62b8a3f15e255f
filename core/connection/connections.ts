import type { Patch } from "../record/patch.ts";
import type { Connection, ConnectionRef } from "./connection.ts";

/** The connection records. Every read is consistent; tombstones are read like any other record. */
export interface Connections {
  find(ref: ConnectionRef): Promise<Connection | undefined>;
  /** False when there is one with this id already; nothing is written then. */
  insert(connection: Connection): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: ConnectionRef, patch: Patch<Connection>): Promise<Connection>;
  /** The same for whoever needs no record after it: a pass over many writes much. */
  write(ref: ConnectionRef, patch: Patch<Connection>): Promise<void>;
  /** Those with the ids, in their order, as far as they exist. */
  findMany(org: string, connectionIds: readonly string[]): Promise<Connection[]>;
  /** Those named, of whatever org, in their order, as far as they exist. */
  findAcross(refs: readonly ConnectionRef[]): Promise<Connection[]>;
  /** In the order of their ids, after the one named. */
  page(org: string, limit: number, after?: string): Promise<Connection[]>;
  /** Ends a tombstone, if it is still at this version, and not one made anew under its id. */
  erase(seen: ConnectionRef & Pick<Connection, "createdOn">, version: number): Promise<void>;
}
