import type { IncomingMessage } from "node:http";

/** API Gateway's limit on a request's payload. */
const bodyBytesMax = 10 * 1024 * 1024;

/** How much of a body that is refused anyway is still taken off the wire, so that its sender comes to read the answer. */
const discardBytesMax = 64 * 1024 * 1024;

export type BodyRead = { body: Buffer } | { refused: "too_large" | "too_slow" | "aborted" };

/** Reads the whole body, within `bodyBytesMax` and `timeoutMs`. Never rejects. */
export function readBody(request: IncomingMessage, timeoutMs: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const tooLarge = () => bytes > bodyBytesMax;
    const settle = (read: BodyRead) => {
      clearTimeout(timer);
      request.off("data", onData);
      resolve(read);
    };
    const timer = setTimeout(() => settle({ refused: tooLarge() ? "too_large" : "too_slow" }), timeoutMs);
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (!tooLarge()) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > discardBytesMax) settle({ refused: "too_large" });
    };
    request.on("data", onData);
    request.once("end", () =>
      settle(tooLarge() ? { refused: "too_large" } : { body: Buffer.concat(chunks, bytes) }),
    );
    request.once("error", () => settle({ refused: "aborted" }));
    request.once("close", () => settle({ refused: "aborted" }));
  });
}
