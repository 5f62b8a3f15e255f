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
  return Buffer.concat(pieces).toString("utf8");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const CODE_POINT_MAX = 0x10ffff;

/** The contents of every element of a name. What SDKs send holds no comments, CDATA or nesting of one name. */
export function elementsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map(([, content = ""]) => content);
}

/** The text of the first element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml) ?? [];
  return text?.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, entity) => {
    if (entity !== undefined) return ENTITIES[entity] ?? "";
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (codePoint > CODE_POINT_MAX) throw malformedXml();
    return String.fromCodePoint(codePoint);
  });
}

export function malformedXml(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new AwsError(400, "MalformedXML", message);
}
