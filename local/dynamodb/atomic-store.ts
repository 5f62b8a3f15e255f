import { AsyncLocalStorage } from "node:async_hooks";
import type { BatchOperation, Item, Store, SubDb } from "dynalite/db/index.js";
import { tellOfDisk } from "../disk-fault.ts";
import { indexEntryKey } from "./corrections.ts";

/** One item as a write left it. `undefined` stands for "no such item". */
export interface ItemChange {
  table: string;
  /** dynalite's key of the item, the same for every write to it. */
  itemKey: string;
  before: Item | undefined;
  after: Item | undefined;
}

/** What a request did to the store; the front makes one for each request. */
export interface RequestEffects {
  onChange(change: ItemChange): void;
  /** The item that the last write of the request found. */
  found?: Item | undefined;
}

interface Write {
  effects: RequestEffects | undefined;
  itemKey: string;
  before: Item | undefined;
  indexOperations: BatchOperation[];
}

/**
 * Makes every write of dynalite atomic, and tells who asked for it what it changed.
 *
 * dynalite writes index entries first and the item after them, one by one: killed in between, it would keep an index
 * that does not list an item it holds, and a connection or an outbox that no index names is never looked at again.
 * Here the index operations wait until the item is written, and all go to LevelDB in one batch.
 */
export class AtomicStore {
  readonly #requests = new AsyncLocalStorage<RequestEffects>();
  readonly #writes = new AsyncLocalStorage<Write>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    const wrappers = new WeakMap<SubDb, SubDb>();
    const once = (inner: SubDb, wrap: () => SubDb) => {
      const wrapped = wrappers.get(inner) ?? wrap();
      wrappers.set(inner, wrapped);
      return wrapped;
    };
    const { getItemDb, getIndexDb } = store;
    store.getItemDb = (table) => {
      const inner = getItemDb(table);
      return once(inner, () => this.#itemDb(inner, table));
    };
    store.getIndexDb = (type, table, index) => {
      const inner = getIndexDb(type, table, index);
      return once(inner, () => this.#indexDb(inner, `index-${type.toLowerCase()}~${table}~${index}~`));
    };
  }

  /** Runs `work`, a call of dynalite, and reports to `effects` what it and all that follows from it does. */
  run<T>(effects: RequestEffects, work: () => T): T {
    return this.#requests.run(effects, work);
  }

  #itemDb(inner: SubDb, table: string): SubDb {
    const prefix = `item-${table}~`;
    const commit = (itemKey: string, operation: BatchOperation, after: Item | undefined, done: Done) => {
      const write = this.#writes.getStore();
      if (write?.itemKey !== itemKey) throw new Error("dynalite wrote an item without holding its lock.");
      this.#store.db.batch([...write.indexOperations, operation], (error) => {
        if (!error) write.effects?.onChange({ table, itemKey, before: write.before, after });
        done(error && internalError(error));
      });
    };
    return Object.assign(Object.create(inner) as SubDb, {
      lock: (itemKey: string, work: Parameters<SubDb["lock"]>[1]) => {
        const effects = this.#requests.getStore();
        const write: Write = { effects, itemKey, before: undefined, indexOperations: [] };
        // Whoever waited for the lock is called from the request that held it: hence the binding.
        inner.lock(
          itemKey,
          this.#writes.run(write, () => AsyncLocalStorage.bind(work)),
        );
      },
      get: (itemKey: string, callback: (error?: Error | null, item?: Item) => void) =>
        inner.get(itemKey, (error, item) => {
          const write = this.#writes.getStore();
          if (write?.itemKey === itemKey) {
            write.before = item;
            if (write.effects) write.effects.found = item;
          }
          callback(error && internalError(error), item);
        }),
      put: (itemKey: string, value: Item, done: Done) =>
        commit(itemKey, { type: "put", key: prefix + itemKey, value }, value, done),
      del: (itemKey: string, done: Done) =>
        commit(itemKey, { type: "del", key: prefix + itemKey }, undefined, done),
    });
  }

  #indexDb(inner: SubDb, prefix: string): SubDb {
    const stage = (operation: (itemKey: string) => BatchOperation, done: Done) => {
      const write = this.#writes.getStore();
      if (!write) throw new Error("dynalite wrote an index without an item.");
      write.indexOperations.push(operation(write.itemKey));
      done();
    };
    return Object.assign(Object.create(inner) as SubDb, {
      put: (key: string, value: Item, done: Done) =>
        stage((itemKey) => ({ type: "put", key: prefix + indexEntryKey(key, itemKey), value }), done),
      del: (key: string, done: Done) =>
        stage((itemKey) => ({ type: "del", key: prefix + indexEntryKey(key, itemKey) }), done),
    });
  }
}

type Done = (error?: Error | null) => void;

/** dynalite throws what it does not know, out of everybody's reach; an error of this form it sends to the caller. */
function internalError(error: Error): Error {
  tellOfDisk(error);
  return Object.assign(new Error("The store failed.", { cause: error }), {
    statusCode: 500,
    body: { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "The store failed." },
  });
}
