import type { RequestListener } from "node:http";
import dynalite from "dynalite";
import db, { type Store } from "dynalite/db/index.js";
import { diskFaultOf } from "../disk-fault.ts";

/** dynalite keeps its store to itself, so it is caught on the way from the one module to the other. */
export function createStore(path: string | undefined): { store: Store; listener: RequestListener } {
  const { create } = db;
  let store: Store | undefined;
  db.create = (options) => {
    store = create(options);
    return store;
  };
  try {
    const options = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    const server = dynalite({ ...(path !== undefined && { path }), ...options });
    const [listener] = server.listeners("request") as RequestListener[];
    if (!store || !listener) throw new Error("This version of dynalite is not the one this was written for.");
    closeIterators(store.db);
    return { store, listener };
  } finally {
    db.create = create;
  }
}

/**
 * dynalite ends what it reads a query's items from by calling `return`, which LevelDB's iterators do not have: none was ever
 * closed, and each keeps for ever what the store held when it was opened, in memory and on disk.
 */
function closeIterators(db: Store["db"]): void {
  const values = db.values.bind(db);
  db.values = (options) => {
    const iterator = values(options);
    return Object.assign(iterator, { return: () => iterator.close() });
  };
}

/** Throws a sentence where another process has it, or it is damaged. */
export async function openStore(store: Store, path: string | undefined): Promise<void> {
  try {
    await store.db.open();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED") {
      throw new Error(
        `The data folder ${path} is in use by another process. Stop it, or start with another data folder.`,
      );
    }
    if (diskFaultOf(error)) throw error;
    throw new Error(
      `The data folder ${path} cannot be opened: ${cause instanceof Error ? cause.message : error}. ` +
        "Put back a copy of it, or start with another data folder.",
    );
  }
}
