import type { Bucket } from "./bucket.ts";
import { afterPrefix, fromBytes, toBytes } from "./key-order.ts";
import type { ObjectRecord } from "./object-record.ts";

export type Position = { key: string } | { prefix: string };
interface Listing {
  objects: ObjectRecord[];
  prefixes: string[];
  /** The last entry, if there are more after it. */
  next: Position | undefined;
}

/** Walks the keys in order; a common prefix is one entry, and all that lies below it is skipped in one step. */
export function collect(
  bucket: Bucket,
  wanted: { prefix: string; delimiter: string; from: Position | undefined; maxKeys: number },
): Listing {
  const prefix = toBytes(wanted.prefix);
  const delimiter = toBytes(wanted.delimiter);
  const listing: Listing = { objects: [], prefixes: [], next: undefined };
  const start = wanted.from && startOf(wanted.from);
  const pastCommon = (common: string) => indexAfter(bucket, afterPrefix(common));
  let index = bucket.keys.lowerBound(prefix);
  if (wanted.from !== undefined) index = Math.max(index, indexAfter(bucket, start));
  let last: Position | undefined;
  for (;;) {
    const bytes = bucket.keys.at(index);
    if (bytes === undefined || !bytes.startsWith(prefix)) return listing;
    if (listing.objects.length + listing.prefixes.length >= wanted.maxKeys) {
      return { ...listing, next: last };
    }
    const cut = delimiter === "" ? -1 : bytes.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      const key = fromBytes(bytes);
      listing.objects.push(bucket.object(key) as ObjectRecord);
      last = { key };
      index += 1;
    } else {
      const common = bytes.slice(0, cut + delimiter.length);
      listing.prefixes.push(fromBytes(common));
      last = { prefix: fromBytes(common) };
      index = pastCommon(common);
    }
  }
}

/** The first byte string that may come after a position. */
function startOf(position: Position): string | undefined {
  return "key" in position ? `${toBytes(position.key)}\u0000` : afterPrefix(toBytes(position.prefix));
}

function indexAfter(bucket: Bucket, bytes: string | undefined): number {
  return bytes === undefined ? Number.POSITIVE_INFINITY : bucket.keys.lowerBound(bytes);
}
