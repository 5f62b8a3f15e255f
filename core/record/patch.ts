/**
 * One conditional write of one item, as data: what must hold, what to set, what to append. Core decides on
 * it; the DynamoDB adapter turns it into an update expression and the in-memory twin applies it.
 */
export interface Patch<Item> {
  when: Condition[];
  set?: Partial<Item>;
  remove?: (keyof Item & string)[];
  /** Added to the end of the item's lists, without anybody having to know what is in them. */
  append?: { [K in keyof Item]?: Item[K] extends unknown[] ? Item[K] : never };
}

/** `path` names an attribute, its fields and list positions by dots: `current.accessKeyId`, `windows.3`. */
export type Condition =
  | { test: "absent"; path: string }
  | { test: "equals"; path: string; value: Scalar }
  | { test: "at_most"; path: string; value: Scalar }
  | { test: "fewer_than"; path: string; count: number }
  | { test: "any"; of: Condition[] };

type Scalar = string | number;

export const absent = (path: string): Condition => ({ test: "absent", path });
export const equals = (path: string, value: Scalar): Condition => ({ test: "equals", path, value });
export const atMost = (path: string, value: Scalar): Condition => ({ test: "at_most", path, value });
/** The list or map at `path` exists and holds fewer than `count` entries. */
export const fewerThan = (path: string, count: number): Condition => ({ test: "fewer_than", path, count });
export const anyOf = (...of: Condition[]): Condition => ({ test: "any", of });

/** The item is not as the patch requires, or is not there: nothing was written. */
export class PatchRefused extends Error {
  constructor() {
    super("the record is not as this write requires");
    this.name = "PatchRefused";
  }
}

/** Every write raises `version`, so a reader can tell whether anything happened since. */
export interface Versioned {
  version: number;
}

/** What the write makes of the item, or PatchRefused. The meaning every adapter has to give a patch. */
export function applyPatch<Item extends Versioned>(item: Item | undefined, patch: Patch<Item>): Item {
  if (!item || !patch.when.every((condition) => holds(item, condition))) throw new PatchRefused();
  const next: Item = { ...item, ...patch.set };
  for (const name of patch.remove ?? []) delete next[name];
  for (const [name, entries] of Object.entries(patch.append ?? {})) {
    const list = (item as Record<string, unknown>)[name] as unknown[];
    Object.assign(next, { [name]: [...list, ...(entries as unknown[])] });
  }
  next.version = item.version + 1;
  return next;
}

/** Whether the item meets the condition, as it stands. */
export function holds(item: unknown, condition: Condition): boolean {
  if (condition.test === "any") return condition.of.some((one) => holds(item, one));
  const value = valueAt(item, condition.path);
  switch (condition.test) {
    case "absent":
      return value === undefined;
    case "equals":
      return value === condition.value;
    case "at_most":
      return value !== undefined && (value as Scalar) <= condition.value;
    case "fewer_than":
      return value !== undefined && Object.keys(value as object).length < condition.count;
  }
}

function valueAt(item: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item);
}
