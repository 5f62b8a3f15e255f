import type * as z from "zod";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import type { Patch } from "../../core/record/patch.ts";
import { MemoryItems, type TrackedItem } from "../../core/testing/memory-items.ts";

/** The table, with its stream: the key of every write that left events in the outbox, in their order. */
export class StreamedItems extends MemoryItems {
  readonly stream: ItemKey[] = [];
  /** Which org's the ids are that ever were in the table: `con_…`, `svc_…`. */
  readonly owners = new Map<string, string>();

  override insert<Item extends TrackedItem>(key: ItemKey, schema: z.ZodType<Item>, item: Item): boolean {
    const id = key.sk.split("#")[1];
    if (id?.startsWith("con_") || id?.startsWith("svc_")) this.owners.set(id, key.pk);
    const isNew = super.insert(key, schema, item);
    if (isNew) this.#saw(key, item);
    return isNew;
  }

  override update<Item extends TrackedItem>(key: ItemKey, schema: z.ZodType<Item>, patch: Patch<Item>): Item {
    const item = super.update(key, schema, patch);
    this.#saw(key, item);
    return item;
  }

  override trim(key: ItemKey, firstEventId: string, count: number): void {
    super.trim(key, firstEventId, count);
    const item = this.tracked(key);
    if (item) this.#saw(key, item);
  }

  #saw(key: ItemKey, { outbox = [] }: TrackedItem): void {
    if (outbox.length > 0) this.stream.push(key);
  }
}
