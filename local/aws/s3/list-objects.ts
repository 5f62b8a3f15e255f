import { sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { sha256Hex, uriEncode } from "../sigv4/canonical-request.ts";
import type { Bucket } from "./bucket.ts";
import { afterPrefix, fromBytes, toBytes } from "./key-order.ts";
import type { ObjectRecord } from "./object-record.ts";
import { demandOnBucket, invalidArgument, type S3Call, type S3Operation } from "./s3-call.ts";

const KEYS_MAX = 1000;

/** `ListObjectsV2`. */
export const listObjects: S3Operation = (call) => {
  const given = (name: string) => queryValue(call.request, name);
  demandOnBucket(call, "s3:ListBucket", {
    "s3:prefix": given("prefix"),
    "s3:delimiter": given("delimiter"),
    "s3:max-keys": given("max-keys"),
  });
  const prefix = given("prefix") ?? "";
  const delimiter = given("delimiter") ?? "";
  const token = given("continuation-token");
  const startAfter = given("start-after");
  const maxKeys = parseMaxKeys(given("max-keys"));
  const encode = encoder(given("encoding-type"));
  const from = token !== undefined ? parseToken(token) : startAfter ? { key: startAfter } : undefined;
  const listed = collect(call.bucket, { prefix, delimiter, from, maxKeys });

  sendXml(call.answer, "ListBucketResult", {
    Name: call.bucket.name,
    Prefix: encode(prefix),
    StartAfter: startAfter && encode(startAfter),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    KeyCount: listed.objects.length + listed.prefixes.length,
    IsTruncated: listed.next !== undefined,
    EncodingType: given("encoding-type"),
    ContinuationToken: token,
    NextContinuationToken: listed.next,
    Contents: listed.objects.map((record) => describe(call, record, encode)),
    CommonPrefixes: listed.prefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

export type Position = { key: string } | { prefix: string };
interface Listing {
  objects: ObjectRecord[];
  prefixes: string[];
  next: string | undefined;
}

/** Walks the keys in order; a common prefix is one entry, and all that lies below it is skipped in one step. */
export function collect(
  bucket: Bucket,
  wanted: { prefix: string; delimiter: string; from: Position | undefined; maxKeys: number },
): Listing {
  const prefix = toBytes(wanted.prefix);
  const delimiter = toBytes(wanted.delimiter);
  const listing: Listing = { objects: [], prefixes: [], next: undefined };
  const start = wanted.from && startOf(wanted.from);
  const pastCommon = (common: string) => indexAfter(bucket, afterPrefix(common));
  let index = bucket.keys.lowerBound(prefix);
  if (wanted.from !== undefined) index = Math.max(index, indexAfter(bucket, start));
  let last: Position | undefined;
  for (;;) {
    const bytes = bucket.keys.at(index);
    if (bytes === undefined || !bytes.startsWith(prefix)) return listing;
    if (listing.objects.length + listing.prefixes.length >= wanted.maxKeys) {
      return { ...listing, next: last && formatToken(last) };
    }
    const cut = delimiter === "" ? -1 : bytes.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      const key = fromBytes(bytes);
      listing.objects.push(bucket.object(key) as ObjectRecord);
      last = { key };
      index += 1;
    } else {
      const common = bytes.slice(0, cut + delimiter.length);
      listing.prefixes.push(fromBytes(common));
      last = { prefix: fromBytes(common) };
      index = pastCommon(common);
    }
  }
}

/** The first byte string that may come after a position. */
function startOf(position: Position): string | undefined {
  return "key" in position ? `${toBytes(position.key)}\u0000` : afterPrefix(toBytes(position.prefix));
}

function indexAfter(bucket: Bucket, bytes: string | undefined): number {
  return bytes === undefined ? Number.POSITIVE_INFINITY : bucket.keys.lowerBound(bytes);
}

function formatToken(position: Position): string {
  return Buffer.from(JSON.stringify(position), "utf8").toString("base64url");
}

export function parseToken(token: string): Position {
  try {
    const value = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (typeof value.key === "string") return { key: value.key };
    if (typeof value.prefix === "string") return { prefix: value.prefix };
  } catch {
    // Falls through to the answer below.
  }
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}

export function parseMaxKeys(text: string | undefined): number {
  if (text === undefined || text === "") return KEYS_MAX;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) {
    throw invalidArgument("Provided max-keys not an integer or within integer range", "max-keys", text);
  }
  return Math.min(Number(text), KEYS_MAX);
}

export function encoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== "url") {
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
  }
  return (text) => uriEncode(text).replaceAll("%2F", "/");
}

function describe(call: S3Call, record: ObjectRecord, encode: (text: string) => string) {
  const algorithms = Object.keys(record.checksums).map((name) => name.toUpperCase());
  const accountId = call.caller.accountId;
  return {
    Key: encode(record.key),
    LastModified: new Date(record.lastModified).toISOString(),
    ETag: `"${record.etag}"`,
    ChecksumAlgorithm: algorithms,
    ChecksumType: algorithms.length > 0 ? "FULL_OBJECT" : undefined,
    Size: record.bytes,
    Owner: queryValue(call.request, "fetch-owner") === "true" ? owner(accountId) : undefined,
    StorageClass: "STANDARD",
  };
}

/** The canonical user id of the account: 64 hexadecimal digits, made up from its number. */
export function owner(accountId: string) {
  return { ID: sha256Hex(`canonical-user:${accountId}`) };
}
