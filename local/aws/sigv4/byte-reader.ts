import { AwsError } from "../aws-error.ts";

/** Reads a stream of buffers by line and by count, holding no more than one buffer and one line. */
export function byteReader(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function more(): Promise<Buffer | undefined> {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return undefined;
      if (value.length > 0) return value;
    }
  }

  return {
    /** The next line without its CRLF; `undefined` at the end of the stream. */
    async line(bytesMax: number): Promise<string | undefined> {
      let end = held.indexOf("\r\n");
      while (end < 0) {
        if (held.length > bytesMax + 1) throw tooLong();
        const next = await more();
        if (next === undefined) return held.length === 0 ? undefined : takeLine(held.length, 0);
        held = Buffer.concat([held, next]);
        end = held.indexOf("\r\n");
      }
      if (end > bytesMax) throw tooLong();
      return takeLine(end, 2);
    },
    /** At least one and at most `bytesMax` bytes; `undefined` at the end of the stream. */
    async some(bytesMax: number): Promise<Buffer | undefined> {
      if (held.length === 0) held = (await more()) ?? held;
      if (held.length === 0) return undefined;
      const piece = held.subarray(0, bytesMax);
      held = held.subarray(piece.length);
      return piece;
    },
  };

  function takeLine(bytes: number, separator: number): string {
    const line = held.toString("latin1", 0, bytes);
    held = held.subarray(bytes + separator);
    return line;
  }
}

function tooLong(): AwsError {
  return new AwsError(400, "InvalidRequest", "The body is not well-formed aws-chunked encoding.");
}
