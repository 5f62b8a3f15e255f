import { createHash } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { AuthFailure } from "./auth-failure.ts";
import type { Signing } from "./authenticate.ts";
import { byteReader } from "./byte-reader.ts";
import { sha256Hex } from "./canonical-request.ts";
import { hmac, sameText, scopeText } from "./signature.ts";

export interface ChunkedBody {
  data: AsyncIterable<Buffer>;
  /** Filled once `data` is at its end. */
  trailers: Map<string, string>;
}

const LINE_BYTES_MAX = 8192;
const TRAILERS_MAX = 20;
const EMPTY_HASH = sha256Hex("");

/**
 * Decodes `aws-chunked`. With `signing`, each chunk's signature (and the trailers') is verified in its chain from
 * the request's own; data is handed on before its chunk is verified, so nothing may be kept until the end is reached.
 */
export function decodeChunked(
  source: AsyncIterable<Buffer>,
  signing: Signing | undefined,
  hasTrailer: boolean,
): ChunkedBody {
  const trailers = new Map<string, string>();
  return { data: decode(source, signing, hasTrailer, trailers), trailers };
}

async function* decode(
  source: AsyncIterable<Buffer>,
  signing: Signing | undefined,
  hasTrailer: boolean,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = byteReader(source);
  let previous = signing?.signature ?? "";
  for (;;) {
    const { bytes, signature } = parseChunkHeader(await reader.line(LINE_BYTES_MAX));
    const hash = createHash("sha256");
    let left = bytes;
    while (left > 0) {
      const piece = await reader.some(left);
      if (piece === undefined) throw incomplete();
      left -= piece.length;
      if (signing !== undefined) hash.update(piece);
      yield piece;
    }
    if (signing !== undefined) {
      const expected = chunkSignature(signing, previous, hash.digest("hex"));
      if (!sameText(expected, signature)) throw new AuthFailure("mismatch");
      previous = expected;
    }
    if (bytes === 0) break;
    if ((await reader.line(0)) !== "") throw incomplete();
  }
  await readTrailers(reader, trailers);
  if (signing !== undefined && hasTrailer) verifyTrailers(signing, previous, trailers);
  trailers.delete("x-amz-trailer-signature");
}

function parseChunkHeader(line: string | undefined): { bytes: number; signature: string } {
  const match = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line ?? "");
  if (match === null) throw incomplete();
  return { bytes: Number.parseInt(match[1] as string, 16), signature: match[2] ?? "" };
}

async function readTrailers(reader: ReturnType<typeof byteReader>, trailers: Map<string, string>) {
  for (;;) {
    const line = await reader.line(LINE_BYTES_MAX);
    if (line === undefined || line === "") return;
    const colon = line.indexOf(":");
    if (colon < 1 || trailers.size >= TRAILERS_MAX) {
      throw new AwsError(
        400,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed.",
      );
    }
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

function chunkSignature(signing: Signing, previous: string, dataHash: string): string {
  const { key, amzDate, scope } = signing;
  const text = ["AWS4-HMAC-SHA256-PAYLOAD", amzDate, scopeText(scope), previous, EMPTY_HASH, dataHash];
  return hmac(key, text.join("\n")).toString("hex");
}

function verifyTrailers(signing: Signing, previous: string, trailers: Map<string, string>): void {
  const signed = [...trailers].filter(([name]) => name !== "x-amz-trailer-signature");
  const hash = sha256Hex(signed.map(([name, value]) => `${name}:${value}\n`).join(""));
  const text = ["AWS4-HMAC-SHA256-TRAILER", signing.amzDate, scopeText(signing.scope), previous, hash];
  const expected = hmac(signing.key, text.join("\n")).toString("hex");
  if (!sameText(expected, trailers.get("x-amz-trailer-signature") ?? "")) throw new AuthFailure("mismatch");
}

function incomplete(): AwsError {
  return new AwsError(400, "IncompleteBody", "The request body terminated unexpectedly");
}
