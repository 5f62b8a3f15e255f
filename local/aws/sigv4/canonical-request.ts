import { createHash } from "node:crypto";
import { type AwsRequest, decodeUri, trimmed } from "../aws-request.ts";

/** RFC 3986 encoding as SigV4 wants it: everything but `A-Z a-z 0-9 - . _ ~`. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * The canonical request of AWS's "Create a signed AWS API request": S3's path is encoded once, every other
 * service's twice.
 */
export function canonicalRequest(
  request: Pick<AwsRequest, "method" | "rawPath" | "query" | "headers">,
  signedHeaders: readonly string[],
  payloadHash: string,
  service: string,
): string {
  const headers = signedHeaders.map((name) => `${name}:${squeeze(request.headers.get(name) ?? "")}\n`);
  return [
    request.method,
    canonicalPath(request.rawPath, service),
    canonicalQuery(request.query),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

function canonicalPath(rawPath: string, service: string): string {
  const segments = rawPath.split("/");
  return segments.map((s) => uriEncode(service === "s3" ? decodeUri(s) : s)).join("/");
}

function canonicalQuery(query: AwsRequest["query"]): string {
  return query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function squeeze(value: string): string {
  return trimmed(value).replace(/ +/g, " ");
}
