import type { BatchOperation, Store, SubDb } from "dynalite/db/index.js";
import { describe, expect, it } from "vitest";
import { AtomicStore, type ItemChange } from "./atomic-store.ts";

describe("AtomicStore", () => {
  /** A store that notes what reaches the disk, and fails once when told to. */
  function fakeStore() {
    const batches: BatchOperation[][] = [];
    const state: { failure: Error | undefined } = { failure: undefined };
    const never = () => {
      throw new Error("Written outside a batch.");
    };
    const sub: SubDb = {
      get: (_key, callback) => setImmediate(callback, null, { n: { N: "1" } }),
      put: never,
      del: never,
      lock: (_key, work) => work((callback) => callback),
    };
    const store: Store = {
      db: {
        open: async () => {},
        close: Object.assign(async () => {}, { _original: async () => {} }),
        values: never,
        batch(operations, callback) {
          if (!state.failure) batches.push(operations);
          setImmediate(callback, state.failure);
        },
      },
      tableDb: sub,
      getItemDb: () => sub,
      getIndexDb: () => ({ ...sub }),
    };
    return { store, batches, state };
  }

  /** What dynalite does for an update: lock, read, move the index entry, write the item. */
  function update(store: Store): Promise<Error | null | undefined> {
    return new Promise((resolve) => {
      const items = store.getItemDb("t");
      const index = store.getIndexDb("Global", "t", "agenda");
      items.lock("item/", () =>
        items.get("item/", () =>
          index.del("old/", () =>
            index.put("new/", { at: { S: "2" } }, () => items.put("item/", { n: { N: "2" } }, resolve)),
          ),
        ),
      );
    });
  }

  it("writes an item and its index entries in one batch, and reports the change", async () => {
    const { store, batches } = fakeStore();
    const changes: ItemChange[] = [];
    const atomic = new AtomicStore(store);
    await atomic.run({ onChange: (change) => changes.push(change) }, () => update(store));
    expect(batches).toEqual([
      [
        { type: "del", key: "index-global~t~agenda~old//item/" },
        { type: "put", key: "index-global~t~agenda~new//item/", value: { at: { S: "2" } } },
        { type: "put", key: "item-t~item/", value: { n: { N: "2" } } },
      ],
    ]);
    expect(changes).toEqual([
      { table: "t", itemKey: "item/", before: { n: { N: "1" } }, after: { n: { N: "2" } } },
    ]);
  });

  it("reports nothing of a write that failed, and fails it in a form dynalite answers with", async () => {
    const { store, state } = fakeStore();
    const changes: ItemChange[] = [];
    const atomic = new AtomicStore(store);
    state.failure = new Error("The disk is gone.");
    const error = await atomic.run({ onChange: (change) => changes.push(change) }, () => update(store));
    expect(error).toMatchObject({ statusCode: 500, body: { message: "The store failed." } });
    expect(changes).toEqual([]);
  });
});
