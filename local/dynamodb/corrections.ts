import db from "dynalite/db/index.js";
import updateParser, { type UpdateSection } from "dynalite/db/updateParser.js";

let corrected = false;

/**
 * Puts right, in dynalite itself, what it does otherwise than DynamoDB and what Keyturn's adapters would notice.
 *
 * - DynamoDB applies an update expression to the item as it was; dynalite goes through it left to right, so that
 *   `REMOVE outbox[0], outbox[1]` removes the first and the third.
 * - dynalite tells index entries that have the same index key apart by 24 bits of a hash, so that of many items due at
 *   the same instant some vanish from the index. Here the item's own key is part of the entry's (see `atomic-store`).
 */
export function correctDynalite(): void {
  if (corrected) return;
  corrected = true;
  const { parse } = updateParser;
  updateParser.parse = (text, options) => {
    const result = parse(text, options);
    // A faulty expression comes back as a sentence.
    return typeof result === "string" ? result : { ...result, sections: inSafeOrder(result.sections) };
  };
  const { createIndexKey } = db;
  db.createIndexKey = (item, table, keySchema) =>
    indexEntryKey(createIndexKey(item, table, keySchema), db.createKey(item, table));
}

/** The key of an index entry: dynalite's own, then that of the item it stands for. */
export function indexEntryKey(indexKey: string, itemKey: string): string {
  return `${indexKey}/${itemKey}`;
}

/** Removals last, and of list elements the later ones first: then none moves what another one names. */
function inSafeOrder(sections: UpdateSection[]): UpdateSection[] {
  const removals = sections.filter(({ type }) => type === "remove");
  const others = sections.filter(({ type }) => type !== "remove");
  return [...others, ...removals.sort((a, b) => byPathDescending(a.path, b.path))];
}

function byPathDescending(a: UpdateSection["path"], b: UpdateSection["path"]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (typeof left === "number" && typeof right === "number" && left !== right) return right - left;
    if (left !== right) return String(left) < String(right) ? 1 : -1;
  }
  return b.length - a.length;
}
