import { sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { sha256Hex, uriEncode } from "../sigv4/canonical-request.ts";
import { collect, type Position } from "./collect.ts";
import type { ObjectRecord } from "./object-record.ts";
import { demandOnBucket, invalidArgument, type S3Call, type S3Operation } from "./s3-call.ts";

/** Of one page, whatever is listed. */
const ENTRIES_MAX = 1000;

/** `ListObjectsV2`. */
export const listObjects: S3Operation = (call) => {
  const given = (name: string) => queryValue(call.request, name);
  const token = given("continuation-token");
  const startAfter = given("start-after");
  const from = token !== undefined ? parseToken(token) : startAfter ? { key: startAfter } : undefined;
  const { listed, common, encode } = listFrom(call, from);
  sendXml(call.answer, "ListBucketResult", {
    ...common,
    StartAfter: startAfter && encode(startAfter),
    KeyCount: listed.objects.length + listed.prefixes.length,
    ContinuationToken: token,
    NextContinuationToken: listed.next && formatToken(listed.next),
    Contents: listed.objects.map((record) => describe(call, record, encode)),
    CommonPrefixes: listed.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
};

/** `ListObjects`, version 1: a marker is a key, or a common prefix that has been listed already. */
export const listObjectsV1: S3Operation = (call) => {
  const given = (name: string) => queryValue(call.request, name) ?? "";
  const [marker, prefix, delimiter] = [given("marker"), given("prefix"), given("delimiter")];
  const isCommon =
    delimiter !== "" &&
    marker.startsWith(prefix) &&
    marker.indexOf(delimiter, prefix.length) === marker.length - delimiter.length;
  const from = marker === "" ? undefined : isCommon ? { prefix: marker } : { key: marker };
  const { listed, common, encode } = listFrom(call, from);
  const next = listed.next && ("key" in listed.next ? listed.next.key : listed.next.prefix);
  sendXml(call.answer, "ListBucketResult", {
    ...common,
    Marker: encode(marker),
    // Without a delimiter the last key is the marker, and S3 does not say it again.
    NextMarker: delimiter === "" || next === undefined ? undefined : encode(next),
    Contents: listed.objects.map((record) => ({
      ...describe(call, record, encode),
      Owner: owner(call.caller.accountId),
    })),
    CommonPrefixes: listed.prefixes.map((entry) => ({ Prefix: encode(entry) })),
  });
};

/** What both versions have in common. */
function listFrom(call: S3Call, from: Position | undefined) {
  const given = (name: string) => queryValue(call.request, name);
  demandOnBucket(call, "s3:ListBucket", {
    "s3:prefix": given("prefix"),
    "s3:delimiter": given("delimiter"),
    "s3:max-keys": given("max-keys"),
  });
  const prefix = given("prefix") ?? "";
  const delimiter = given("delimiter") ?? "";
  const maxKeys = parseMaximum(given("max-keys"), "max-keys");
  const encode = encoder(given("encoding-type"));
  const listed = collect(call.bucket, { prefix, delimiter, from, maxKeys });
  const common = {
    Name: call.bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: given("encoding-type"),
    IsTruncated: listed.next !== undefined,
  };
  return { listed, common, encode };
}

function formatToken(position: Position): string {
  return Buffer.from(JSON.stringify(position), "utf8").toString("base64url");
}

function parseToken(token: string): Position {
  try {
    const value = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (typeof value.key === "string") return { key: value.key };
    if (typeof value.prefix === "string") return { prefix: value.prefix };
  } catch {
    // Falls through to the answer below.
  }
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}

export function parseMaximum(text: string | undefined, name: string): number {
  if (text === undefined || text === "") return ENTRIES_MAX;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(Number(text), ENTRIES_MAX);
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
    ChecksumType: algorithms.length > 0 ? (record.checksumType ?? "FULL_OBJECT") : undefined,
    Size: record.bytes,
    Owner: queryValue(call.request, "fetch-owner") === "true" ? owner(accountId) : undefined,
    StorageClass: "STANDARD",
  };
}

/** The canonical user id of the account: 64 hexadecimal digits, made up from its number. */
export function owner(accountId: string) {
  return { ID: sha256Hex(`canonical-user:${accountId}`) };
}
