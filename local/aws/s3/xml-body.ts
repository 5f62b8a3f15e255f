import { AwsError } from "../aws-error.ts";
import { receiveBody } from "./receive-body.ts";
import type { S3Call } from "./s3-call.ts";

/** The body of a request that says in XML what it wants; verified like any other. */
export async function receiveXml(
  call: S3Call,
  bytesMax: number,
  headers = call.request.headers,
): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await receiveBody({ ...call, headers, body: call.request.body }, async (piece) => {
    bytes += piece.length;
    if (bytes > bytesMax) throw malformedXml();
    pieces.push(piece);
  });
  const xml = Buffer.concat(pieces).toString("utf8");
  if (NO_XML.test(xml)) throw malformedXml();
  return xml;
}

/** Characters that XML 1.0 (2.2) has no place for. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const ENTITIES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const CODE_POINT_MAX = 0x10ffff;

/**
 * The contents of every element of a name. What SDKs send holds no comments, CDATA or nesting of one name. In one pass,
 * whatever is sent: an expression would look for the end of each element anew.
 */
export function elementsOf(xml: string, name: string): string[] {
  const [begin, end] = [`<${name}>`, `</${name}>`];
  const contents: string[] = [];
  for (let at = xml.indexOf(begin); at >= 0; ) {
    const to = xml.indexOf(end, at);
    if (to < 0) break;
    contents.push(xml.slice(at + begin.length, to));
    at = xml.indexOf(begin, to);
  }
  return contents;
}

/** The text of the first element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  const from = xml.indexOf(`<${name}>`) + name.length + 2;
  const to = xml.indexOf(`</${name}>`, from);
  if (from < name.length + 2 || to < 0) return undefined;
  const text = xml.slice(from, to);
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, entity) => {
    if (entity !== undefined) return ENTITIES.get(entity) ?? "";
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (codePoint > CODE_POINT_MAX) throw malformedXml();
    return String.fromCodePoint(codePoint);
  });
}

export function malformedXml(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new AwsError(400, "MalformedXML", message);
}
