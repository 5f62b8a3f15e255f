import { createHash } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { AuthFailure } from "../sigv4/auth-failure.ts";
import type { Signing } from "../sigv4/authenticate.ts";
import { decodeChunked } from "../sigv4/chunked-body.ts";
import { checksumAlgorithm, checksumHeader, startChecksum } from "./checksums.ts";

export interface ReceivedBody {
  bytes: number;
  md5: string;
  /** algorithm → base64, those the client gave and that were found right */
  checksums: Record<string, string>;
}

interface Incoming {
  headers: ReadonlyMap<string, string>;
  body: AsyncIterable<Buffer>;
  signing: Signing | undefined;
  payloadHash: string;
}

/** 5 GB: what S3 takes in one request. */
const BYTES_MAX = 5 * 1024 ** 3;

/**
 * Hands a body on piece by piece, out of whatever transfer encoding it came in, and verifies at its end all that was
 * said of it: length, payload hash, chunk signatures, Content-MD5 and checksums. Throws before anything may be kept.
 */
export async function receiveBody(
  incoming: Incoming,
  write: (piece: Buffer) => Promise<unknown>,
): Promise<ReceivedBody> {
  const { headers, payloadHash } = incoming;
  const bytesWanted = expectedBytes(headers, payloadHash);
  const trailerNames = listOf(headers.get("x-amz-trailer"));
  const { data, trailers } = openBody(incoming);
  const algorithms = [...headers.keys(), ...trailerNames].flatMap((name) => checksumAlgorithm(name) ?? []);
  const checksums = new Map(algorithms.map((name) => [name, startChecksum(name)]));
  const md5 = createHash("md5");
  const sha256 = isHash(payloadHash) ? createHash("sha256") : undefined;

  let bytes = 0;
  for await (const piece of data) {
    bytes += piece.length;
    if (bytes > bytesWanted) throw incomplete();
    md5.update(piece);
    sha256?.update(piece);
    for (const checksum of checksums.values()) checksum.update(piece);
    await write(piece);
  }

  if (bytes !== bytesWanted) throw incomplete();
  const found = sha256?.digest("hex");
  if (found !== undefined && found !== payloadHash) throw hashMismatch(payloadHash, found);
  const digest = md5.digest();
  checkMd5(headers.get("content-md5"), digest);
  for (const name of trailerNames) if (!trailers.has(name)) throw trailerMissing();
  const verified: Record<string, string> = {};
  for (const [algorithm, checksum] of checksums) {
    const header = checksumHeader(algorithm);
    const calculated = checksum.digest();
    if ((trailers.get(header) ?? headers.get(header)) !== calculated) throw badChecksum(algorithm);
    verified[algorithm] = calculated;
  }
  return { bytes, md5: digest.toString("hex"), checksums: verified };
}

function openBody({ body, signing, payloadHash }: Incoming) {
  if (payloadHash.startsWith("STREAMING-AWS4") && signing === undefined) throw new AuthFailure("mismatch");
  switch (payloadHash) {
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return decodeChunked(body, signing, false);
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return decodeChunked(body, signing, true);
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return decodeChunked(body, undefined, true);
    default:
      return { data: body, trailers: new Map<string, string>() };
  }
}

function expectedBytes(headers: ReadonlyMap<string, string>, payloadHash: string): number {
  const chunked = payloadHash.startsWith("STREAMING-");
  if (!chunked && headers.has("transfer-encoding")) {
    const message = "A header you provided implies functionality that is not implemented";
    throw new AwsError(501, "NotImplemented", message, { Header: "Transfer-Encoding" });
  }
  const length = headers.get(chunked ? "x-amz-decoded-content-length" : "content-length") ?? "";
  if (!/^\d{1,15}$/.test(length)) {
    throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (Number(length) > BYTES_MAX) {
    throw new AwsError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }
  return Number(length);
}

export function isHash(payloadHash: string): boolean {
  return /^[0-9a-f]{64}$/.test(payloadHash);
}

export function listOf(header: string | undefined): string[] {
  return (header ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
}

function checkMd5(declared: string | undefined, digest: Buffer): void {
  if (declared === undefined) return;
  const bytes = Buffer.from(declared, "base64");
  if (bytes.length !== 16) {
    throw new AwsError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (bytes.equals(digest)) return;
  const message = "The Content-MD5 you specified did not match what we received.";
  throw new AwsError(400, "BadDigest", message);
}

function badChecksum(algorithm: string): AwsError {
  const name = algorithm.toUpperCase();
  return new AwsError(400, "BadDigest", `The ${name} you specified did not match the calculated checksum.`);
}

function hashMismatch(ClientComputedContentSHA256: string, S3ComputedContentSHA256: string): AwsError {
  return new AwsError(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { ClientComputedContentSHA256, S3ComputedContentSHA256 },
  );
}

function trailerMissing(): AwsError {
  const message =
    "The request contained trailing data that was not well-formed or did not conform to our published schema.";
  return new AwsError(400, "MalformedTrailerError", message);
}

function incomplete(): AwsError {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header.";
  return new AwsError(400, "IncompleteBody", message);
}
