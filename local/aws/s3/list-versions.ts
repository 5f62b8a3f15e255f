import { sendXml } from "../answers.ts";
import { queryValue } from "../aws-request.ts";
import { collect } from "./collect.ts";
import { encoder, owner, parseMaximum } from "./list-objects.ts";
import { demandOnBucket, notImplemented, type S3Operation } from "./s3-call.ts";

/** The laptop's buckets keep no former versions: each object has one, which S3 calls `null` then. */
export const ONLY_VERSION = "null";

/** `ListObjectVersions`. */
export const listVersions: S3Operation = (call) => {
  const given = (name: string) => queryValue(call.request, name);
  const prefix = given("prefix") ?? "";
  demandOnBucket(call, "s3:ListBucketVersions", { "s3:prefix": given("prefix") });
  if (given("delimiter")) throw notImplemented("ListObjectVersions with a delimiter");
  const maxKeys = parseMaximum(given("max-keys"), "max-keys");
  const encode = encoder(given("encoding-type"));
  const marker = given("key-marker");
  const from = marker ? { key: marker } : undefined;
  const { objects, next } = collect(call.bucket, { prefix, delimiter: "", from, maxKeys });
  const last = objects.at(-1)?.key;
  sendXml(call.answer, "ListVersionsResult", {
    Name: call.bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(marker ?? ""),
    MaxKeys: maxKeys,
    EncodingType: given("encoding-type"),
    IsTruncated: next !== undefined,
    ...(next !== undefined &&
      last !== undefined && { NextKeyMarker: encode(last), NextVersionIdMarker: ONLY_VERSION }),
    Version: objects.map(({ key, lastModified, etag, bytes }) => ({
      Key: encode(key),
      VersionId: ONLY_VERSION,
      IsLatest: true,
      LastModified: new Date(lastModified).toISOString(),
      ETag: `"${etag}"`,
      Size: bytes,
      Owner: owner(call.caller.accountId),
      StorageClass: "STANDARD",
    })),
  });
};
