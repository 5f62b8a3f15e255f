import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

/** A request as it came over the wire: nothing is normalised, because signatures are over what was sent. */
export interface AwsRequest {
  method: string;
  /** Percent-encoded, as sent; never resolved, so `..` is just a segment's name. */
  rawPath: string;
  /** Decoded, in order of appearance. */
  query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case; repeated headers joined with a comma. */
  headers: ReadonlyMap<string, string>;
  body: AsyncIterable<Buffer>;
}

export function parseRequest(message: IncomingMessage): AwsRequest {
  const target = (message.url ?? "/").replace(/^https?:\/\/[^/?#]*/i, "");
  if (!/^[\x21-\x7e]*$/.test(target)) throw invalidUri();
  const mark = target.indexOf("?");
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  return {
    method: message.method ?? "GET",
    rawPath: rawPath === "" ? "/" : rawPath,
    query: mark < 0 ? [] : parseQuery(target.slice(mark + 1)),
    headers: joinHeaders(message.rawHeaders),
    // A handler that stops reading must not tear the connection down: the client has yet to read the answer.
    body: { [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }) },
  };
}

function parseQuery(text: string): [string, string][] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 0) return [decodeUri(pair), ""];
      return [decodeUri(pair.slice(0, equals)), decodeUri(pair.slice(equals + 1))];
    });
}

function joinHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    const value = trimmed(asUtf8(raw[i + 1] as string));
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

/** Without white space around it: what HTTP calls so, and not all that Unicode does, as `trim` would. */
export function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/** Node hands header bytes over as Latin-1; clients that sign non-ASCII values sign them as UTF-8. */
function asUtf8(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) return value;
  const decoded = Buffer.from(value, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? value : decoded;
}

export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}

function invalidUri(): AwsError {
  return new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
}

/** The first value of a query parameter, `undefined` when it was not given. */
export function queryValue(request: AwsRequest, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate === name)?.[1];
}

const MB = 1024 * 1024;

/** The whole body of a request that is not an object: of at most so many MB. */
export async function readBody(request: AwsRequest, mbMax = 1): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > mbMax * MB) {
      throw new AwsError(413, "RequestEntityTooLarge", `The request body is larger than ${mbMax} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
