import type * as z from "zod";
import type { Instant } from "../clock.ts";
import type { KeyturnEvent } from "../journal/event.ts";
import type { ItemKey } from "../journal/outboxes.ts";
import { applyPatch, type Patch } from "../record/patch.ts";

/** What every item has, of whatever kind. */
export interface TrackedItem {
  outbox?: KeyturnEvent[] | undefined;
  nextActionAt?: string | undefined;
  version: number;
}

/** One table for every kind of record, as the real one; values are parsed both ways, and so copied. */
export class MemoryItems {
  readonly #items = new Map<string, unknown>();

  get<Item extends TrackedItem>(key: ItemKey, schema: z.ZodType<Item>): Item | undefined {
    const item = this.#items.get(textOf(key));
    return item === undefined ? undefined : schema.parse(item);
  }

  insert<Item extends TrackedItem>(key: ItemKey, schema: z.ZodType<Item>, item: Item): boolean {
    if (this.#items.has(textOf(key))) return false;
    this.#items.set(textOf(key), schema.parse(item));
    return true;
  }

  update<Item extends TrackedItem>(key: ItemKey, schema: z.ZodType<Item>, patch: Patch<Item>): Item {
    const next = schema.parse(applyPatch(this.get(key, schema), patch));
    this.#items.set(textOf(key), structuredClone(next));
    return next;
  }

  erase(key: ItemKey, version: number, createdOn?: Instant): boolean {
    const item = this.#items.get(textOf(key)) as (TrackedItem & { createdOn?: Instant }) | undefined;
    const isSeen = item?.version === version && (createdOn === undefined || item.createdOn === createdOn);
    return isSeen && this.#items.delete(textOf(key));
  }

  /** Whatever its version is. */
  drop(key: ItemKey): void {
    this.#items.delete(textOf(key));
  }

  /** In the order of their sort keys. */
  partition<Item extends TrackedItem>(pk: string, prefix: string, schema: z.ZodType<Item>): Item[] {
    return this.keys()
      .filter((key) => key.pk === pk && key.sk.startsWith(prefix))
      .map((key) => this.get(key, schema) as Item);
  }

  keys(): ItemKey[] {
    return [...this.#items.keys()].sort().map((text) => {
      const [pk = "", sk = ""] = text.split("\n");
      return { pk, sk };
    });
  }

  /** Of the rest of the item it has what is not to be touched. */
  tracked(key: ItemKey): TrackedItem | undefined {
    const item = this.#items.get(textOf(key)) as TrackedItem | undefined;
    return item && { ...item, ...(item.outbox && { outbox: structuredClone(item.outbox) }) };
  }

  trim(key: ItemKey, firstEventId: string, count: number): void {
    const item = this.tracked(key);
    if (item?.outbox?.[0]?.metadata.eventId !== firstEventId) return;
    item.outbox.splice(0, count);
    this.#items.set(textOf(key), item);
  }
}

function textOf(key: ItemKey): string {
  return `${key.pk}\n${key.sk}`;
}
