import { sendXml } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import { receiveBody } from "./receive-body.ts";
import type { S3Call, S3Operation } from "./s3-call.ts";

const OBJECTS_MAX = 1000;
const BYTES_MAX = 2 * 1024 * 1024;

/** `DeleteObjects`: each by itself, as DeleteObject does; what is not there counts as deleted. */
export const deleteObjects: S3Operation = async (call) => {
  const text = await bodyOf(call);
  const keys = [...text.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = ""]) =>
    elementOf(object, "Key"),
  );
  if (keys.length === 0 || keys.length > OBJECTS_MAX || keys.includes(undefined)) throw malformed();
  const isQuiet = elementOf(text, "Quiet") === "true";
  const outcomes = (keys as string[]).map((key) => {
    if (!call.may(call.caller, "s3:DeleteObject", `${call.bucket.arn}/${key}`)) return { key, refused: true };
    call.bucket.delete(key);
    return { key, refused: false };
  });
  sendXml(call.answer, "DeleteResult", {
    Deleted: isQuiet ? [] : outcomes.filter(({ refused }) => !refused).map(({ key }) => ({ Key: key })),
    Error: outcomes
      .filter(({ refused }) => refused)
      .map(({ key }) => ({ Key: key, Code: "AccessDenied", Message: "Access Denied" })),
  });
};

async function bodyOf(call: S3Call): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const { headers, body } = call.request;
  await receiveBody({ ...call, headers, body }, async (piece) => {
    bytes += piece.length;
    if (bytes > BYTES_MAX) throw malformed();
    pieces.push(piece);
  });
  return Buffer.concat(pieces).toString("utf8");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** What SDKs send holds no comments, CDATA or attributes in these elements. */
function elementOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml) ?? [];
  return text?.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, entity) => {
    if (entity !== undefined) return ENTITIES[entity] ?? "";
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

function malformed(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new AwsError(400, "MalformedXML", message);
}
