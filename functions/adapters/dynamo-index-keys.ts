import type { Instant } from "../../core/clock.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import type { Patch } from "../../core/record/patch.ts";
import { table } from "../table.ts";
import type { IndexKeys } from "./dynamo-expression.ts";
import { shardNameOf } from "./item-keys.ts";

/** What the sparse indexes follow. Not every item tells of itself. */
export interface Tracked {
  version: number;
  outbox?: KeyturnEvent[] | undefined;
  nextActionAt?: Instant | undefined;
}

/** The index keys that a write sets or takes away. */
export function indexKeysFor<Item extends Tracked>(
  key: ItemKey,
  patch: Patch<Item>,
  now: Instant,
): IndexKeys {
  const shard = shardNameOf(key);
  const { agenda, outbox } = table.indexes;
  const announces = ((patch.append as Partial<Tracked> | undefined)?.outbox?.length ?? 0) > 0;
  return {
    set: {
      ...(patch.set?.nextActionAt && { [agenda.partitionKey]: shard }),
      ...(announces && { [outbox.partitionKey]: shard }),
    },
    setIfAbsent: announces ? { [outbox.sortKey]: now } : {},
    remove: patch.remove?.includes("nextActionAt") ? [agenda.partitionKey] : [],
  };
}

/** The index keys of a new item. */
export function indexKeysOf(key: ItemKey, item: Tracked, now: Instant): Record<string, string> {
  const shard = shardNameOf(key);
  const { agenda, outbox } = table.indexes;
  return {
    ...(item.nextActionAt && { [agenda.partitionKey]: shard }),
    ...((item.outbox?.length ?? 0) > 0 && { [outbox.partitionKey]: shard, [outbox.sortKey]: now }),
  };
}

const indexKeyNames: string[] = [
  table.partitionKey,
  table.sortKey,
  table.indexes.agenda.partitionKey,
  table.indexes.outbox.partitionKey,
  table.indexes.outbox.sortKey,
];

/** The item as core knows it. */
export function withoutIndexKeys(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !indexKeyNames.includes(name)));
}
