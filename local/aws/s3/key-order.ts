/**
 * Keys in S3's order, which is that of their UTF-8 bytes. JavaScript compares UTF-16 units, which differ above
 * U+FFFF, so a key is held as a "byte string": one character per byte.
 */
export function keyOrder() {
  const sorted: string[] = [];

  /** The index of the first entry not before `bytes`. */
  function lowerBound(bytes: string): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as string) < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    lowerBound,
    at: (index: number): string | undefined => sorted[index],
    load(keys: Iterable<string>): void {
      for (const key of keys) sorted.push(toBytes(key));
      sorted.sort((a, b) => (a < b ? -1 : 1));
    },
    add(key: string): void {
      const bytes = toBytes(key);
      const index = lowerBound(bytes);
      if (sorted[index] !== bytes) sorted.splice(index, 0, bytes);
    },
    remove(key: string): void {
      const bytes = toBytes(key);
      const index = lowerBound(bytes);
      if (sorted[index] === bytes) sorted.splice(index, 1);
    },
  };
}

export function toBytes(key: string): string {
  return Buffer.from(key, "utf8").toString("latin1");
}

export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The first byte string after all that start with `prefix`; `undefined` when nothing can come after them. */
export function afterPrefix(prefix: string): string | undefined {
  for (let i = prefix.length - 1; i >= 0; i -= 1) {
    const byte = prefix.charCodeAt(i);
    if (byte < 0xff) return prefix.slice(0, i) + String.fromCharCode(byte + 1);
  }
  return undefined;
}
