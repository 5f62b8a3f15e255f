/** What is used of dynalite 4, which brings no types. */
declare module "dynalite" {
  import type { Server } from "node:http";
  export interface DynaliteOptions {
    /** LevelDB folder; in memory without it. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  export default function dynalite(options?: DynaliteOptions): Server;
}

declare module "dynalite/db/index.js" {
  import type { AttributeValue } from "aws-lambda";

  type Callback<T = void> = (error?: Error | null, value?: T) => void;
  export type Item = Record<string, AttributeValue>;
  export type BatchOperation = { type: "put"; key: string; value: unknown } | { type: "del"; key: string };
  type Release = (callback: Callback<unknown>) => Callback<unknown>;
  /** A part of the key space: a table's items, or one index. */
  export interface SubDb {
    get(key: string, callback: Callback<Item>): void;
    put(key: string, value: unknown, callback: Callback): void;
    del(key: string, callback: Callback): void;
    lock(key: string, work: (release: Release) => void): void;
  }
  export interface TableRecord {
    KeySchema: { AttributeName: string }[];
  }
  export interface Store {
    db: {
      open(): Promise<void>;
      close: (() => Promise<void>) & { _original(): Promise<void> };
      batch(operations: BatchOperation[], callback: Callback): void;
      values(options?: object): { close(): Promise<void> };
    };
    tableDb: Pick<SubDb, "put">;
    getItemDb(table: string): SubDb;
    getIndexDb(type: string, table: string, index: string): SubDb;
  }
  const db: {
    create(options?: object): Store;
    createKey(item: Item, table: TableRecord, keySchema?: TableRecord["KeySchema"]): string;
    createIndexKey(item: Item, table: TableRecord, keySchema: TableRecord["KeySchema"]): string;
  };
  export default db;
}

declare module "dynalite/db/updateParser.js" {
  export interface UpdateSection {
    type: "set" | "remove" | "add" | "delete";
    path: (string | number)[];
  }
  const parser: { parse(text: string, options?: object): string | { sections: UpdateSection[] } };
  export default parser;
}
