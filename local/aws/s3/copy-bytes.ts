import { createHash } from "node:crypto";
import { startChecksum } from "./checksums.ts";
import type { ReceivedBody } from "./receive-body.ts";

/** Hands on what is on disk already, piece by piece, and calculates what is asked for on the way. */
export async function copyBytes(
  source: AsyncIterable<Buffer>,
  algorithms: string[],
  write: (piece: Buffer) => Promise<unknown>,
): Promise<ReceivedBody> {
  const checksums = algorithms.map((algorithm) => ({ algorithm, running: startChecksum(algorithm) }));
  const md5 = createHash("md5");
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    md5.update(piece);
    for (const { running } of checksums) running.update(piece);
    await write(piece);
  }
  return {
    bytes,
    md5: md5.digest("hex"),
    checksums: Object.fromEntries(checksums.map(({ algorithm, running }) => [algorithm, running.digest()])),
  };
}
