import type { RawAnswer } from "../../local/aws/testing/raw-request.ts";

/** What was seen of an answer, part by part: `status`, `code`, headers, and each path of an XML body. */
export type Seen = Map<string, string>;

/** Headers that a client goes by. */
const HEADERS = new Set([
  ...["accept-ranges", "cache-control", "content-disposition", "content-encoding", "content-language"],
  ...["content-range", "content-type", "etag", "expires", "last-modified", "location", "x-amz-bucket-region"],
]);
/** What is different each time and everywhere, or says only who answers. */
const CHANCE = [
  /\/(RequestId|HostId|Resource|Message|Type)$/,
  /\/(Owner|Initiator)\//,
  /\/(UploadId|SecretAccessKey|UserId|PolicyId|NextContinuationToken)$/,
  // IAM lists keys in no order that it promises.
  /\/AccessKeyMetadata\/member\/AccessKeyId$|\/ListAccessKeysResult\/Marker$/,
];

/** `names` are the ids that were handed out, each with what it is called here. */
export function observe({ status, headers, text }: RawAnswer, names: ReadonlyMap<string, string>): Seen {
  const seen: Seen = new Map([["status", String(status)]]);
  if (status < 400) {
    for (const [name, value] of Object.entries(headers)) {
      const matters =
        HEADERS.has(name) || name.startsWith("x-amz-meta-") || name.startsWith("x-amz-checksum-");
      if (matters) seen.set(name, plain(String(value), names));
    }
  }
  if (!text.startsWith("<")) {
    if (text !== "") seen.set("body", plain(text, names));
    return seen;
  }
  for (const [path, values] of flatten(text)) {
    const isError = /^(ErrorResponse\/)?Error\//.test(path);
    if (isError && !path.endsWith("/Code")) continue;
    if (CHANCE.some((pattern) => pattern.test(path))) continue;
    const [root = "", ...rest] = path.split("/");
    seen.set("root", root);
    seen.set(isError ? "code" : partOf(rest), values.map((value) => plain(value, names)).join(", "));
  }
  return seen;
}

/** Below the root, and below IAM's `…Result`. */
function partOf(path: string[]): string {
  return path.filter((name, n) => n > 0 || !name.endsWith("Result")).join("/");
}

/** Each leaf of an XML document under its path, with its values in their order. */
function flatten(xml: string): Map<string, string[]> {
  const leaves = new Map<string, string[]>();
  const open: string[] = [];
  for (const [, closing, name = "", empty, text = ""] of xml.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>([^<]*)/g)) {
    if (closing) open.pop();
    else open.push(name);
    const path = open.join("/");
    const isText = !closing && !empty && text.trim() !== "";
    if (isText) leaves.set(path, [...(leaves.get(path) ?? []), plainText(text)]);
    if (empty) open.pop();
  }
  return leaves;
}

function plainText(text: string): string {
  const entities: Record<string, string> = {
    quot: '"',
    apos: "'",
    lt: "<",
    gt: ">",
    amp: "&",
    "#34": '"',
    "#39": "'",
  };
  return text.trim().replace(/&(#?\w+);/g, (all, name: string) => entities[name] ?? all);
}

/** Ids by their names, and points in time as such. */
function plain(value: string, names: ReadonlyMap<string, string>): string {
  let text = value;
  for (const [id, name] of names) text = text.replaceAll(id, `{${name}}`);
  return text
    .replace(/http:\/\/127\.0\.0\.1:\d+/, "http://(here)")
    .replace(/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b/g, "(date)")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "(second)")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "(millisecond)")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/g, "(microsecond)");
}

export interface Difference {
  part: string;
  laptop: string;
  moto: string;
}

/**
 * Where two answers differ, part by part; empty where one has no such part. Where one is a success and the other is not,
 * or they are errors of another kind, that is the difference: the rest follows from it.
 */
export function differences(laptop: Seen, moto: Seen): Difference[] {
  const [ours, theirs] = [answerOf(laptop), answerOf(moto)];
  if (ours !== theirs) return [{ part: "answer", laptop: ours, moto: theirs }];
  return [...new Set([...laptop.keys(), ...moto.keys()])].flatMap((part) => {
    const [one, other] = [laptop.get(part) ?? "", moto.get(part) ?? ""];
    return one === other ? [] : [{ part, laptop: one, moto: other }];
  });
}

function answerOf(seen: Seen): string {
  return `${seen.get("status")} ${seen.get("code") ?? ""}`.trim();
}
