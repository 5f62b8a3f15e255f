import * as z from "zod";
import { DomainError } from "./errors.ts";
import { sha256Hex } from "./ids.ts";

/** A list's answer. `cursor` asks for what follows; null means there is no more. */
export interface Page<Item> {
  items: Item[];
  cursor: string | null;
}

export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 100;

export interface PageRequest {
  limit: number;
  cursor?: string;
}

const Cursor = z.strictObject({ at: z.string(), sum: z.string() });

/**
 * A place in one list of one org. The sum is no secret: it keeps a cursor from being used on another list by
 * mistake. What a caller may read is decided by the token alone, so a forged cursor shows nothing new.
 */
export function encodeCursor(list: string, at: string): string {
  return Buffer.from(JSON.stringify({ at, sum: sumOf(list, at) })).toString("base64url");
}

/** The place, or undefined for the beginning. Throws invalid_cursor. */
export function decodeCursor(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const parsed = Cursor.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (parsed.success && parsed.data.sum === sumOf(list, parsed.data.at)) return parsed.data.at;
  throw new DomainError("invalid_cursor", "The cursor is not one this list gave out.", {
    errors: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}

/** Makes a page of up to `limit` from a list that was read one item further. */
export function pageOf<Item>(
  list: string,
  limit: number,
  read: readonly Item[],
  placeOf: (item: Item) => string,
): Page<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: read.length > limit && last ? encodeCursor(list, placeOf(last)) : null };
}

/** Records read for one page at most; a page that shows few of them may be short and still have a cursor. */
const READ_MAX = 1_000;
/** A Lambda answers up to 6 MB, and a record may be shown longer than it is; a page that would be larger is short. */
const PAGE_BYTES_MAX = 4_000_000;

interface Source<Record, Item> {
  /** How many records are read at once. */
  batch: number;
  /** Records behind `after`, in the order of their ids. */
  read(limit: number, after: string | undefined): Promise<Record[]>;
  idOf(record: Record): string;
  /** What the list shows of the record; undefined: nothing. */
  show(record: Record): Item | undefined;
  /** Whether looking at records has taken long enough; not given: it takes no time to speak of. */
  isLate?(): boolean;
}

/**
 * A page of a list that does not show every record: short where it takes too many of them, too many bytes or too long,
 * though each page looks at a record at least. Throws invalid_cursor.
 */
export async function readPage<Record, Item>(
  list: string,
  { limit, cursor }: PageRequest,
  { batch, read, idOf, show, isLate = () => false }: Source<Record, Item>,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let bytes = 0;
  let after = decodeCursor(list, cursor);
  for (let count = 0; count < READ_MAX; count += batch) {
    const records = await read(batch, after);
    for (const record of records) {
      const item = show(record);
      if (item !== undefined) {
        bytes += Buffer.byteLength(JSON.stringify(item));
        const isFull = items.length === limit || (items.length > 0 && bytes > PAGE_BYTES_MAX);
        if (isFull) return { items, cursor: encodeCursor(list, after ?? "") };
        items.push(item);
      }
      after = idOf(record);
      if (isLate()) return { items, cursor: encodeCursor(list, after) };
    }
    if (records.length < batch) return { items, cursor: null };
  }
  return { items, cursor: encodeCursor(list, after ?? "") };
}

/** All items of a list, read page by page. `page` answers up to `limit` of those whose ids follow `after`. */
export async function allPages<Id extends string, Item extends Record<Id, string>>(
  page: (limit: number, after: string | undefined) => Promise<Item[]>,
  id: Id,
): Promise<Item[]> {
  const all: Item[] = [];
  for (;;) {
    const items = await page(PAGE_MAX, all.at(-1)?.[id]);
    all.push(...items);
    if (items.length < PAGE_MAX) return all;
  }
}

function sumOf(list: string, at: string): string {
  return sha256Hex(`${list}\n${at}`).slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
