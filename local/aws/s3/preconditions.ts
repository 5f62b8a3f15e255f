import { AwsError } from "../aws-error.ts";
import type { ObjectRecord } from "./object-record.ts";
import { demandOnObject, notImplemented, type S3Call } from "./s3-call.ts";

/** What a read's conditions come to; `prefix` is that of the same headers about a copy's source. */
export function judgeRead(
  headers: ReadonlyMap<string, string>,
  record: ObjectRecord,
  prefix = "",
): "met" | "changed" | "unchanged" {
  const given = (name: string) => headers.get(prefix + name);
  const names = (header: string) =>
    header
      .split(",")
      .some((tag) => ["*", record.etag].includes(tag.trim().replace(/^W\//, "").replaceAll('"', "")));
  const changedAfter = (header: string) => Math.floor(record.lastModified / 1000) * 1000 > Date.parse(header);
  const ifMatch = given("if-match");
  const ifNoneMatch = given("if-none-match");
  const ifUnmodified = given("if-unmodified-since");
  const ifModified = given("if-modified-since");
  // RFC 9110, 13.2.2: an entity tag speaks before a date does.
  const changed =
    ifMatch !== undefined ? !names(ifMatch) : ifUnmodified !== undefined && changedAfter(ifUnmodified);
  if (changed) return "changed";
  const unchanged =
    ifNoneMatch !== undefined
      ? names(ifNoneMatch)
      : ifModified !== undefined && !Number.isNaN(Date.parse(ifModified)) && !changedAfter(ifModified);
  return unchanged ? "unchanged" : "met";
}

/** What the conditions of a write need beside the right to write. */
export function demandConditions(call: S3Call): void {
  if (call.request.headers.has("if-match")) demandOnObject(call, "s3:GetObject");
}

/** `If-None-Match: *` (only if new) and `If-Match` (only if unchanged) of a write. */
export function checkWrite({ bucket, key, request }: S3Call): void {
  const current = bucket.object(key);
  const ifNoneMatch = request.headers.get("if-none-match");
  const ifMatch = request.headers.get("if-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImplemented("If-None-Match other than *");
  if (ifMatch !== undefined && current === undefined) {
    throw new AwsError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  }
  const failed =
    (ifNoneMatch !== undefined && current !== undefined) ||
    (ifMatch !== undefined && ifMatch.replaceAll('"', "") !== current?.etag);
  if (failed) throw preconditionFailed();
}

export function preconditionFailed(): AwsError {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new AwsError(412, "PreconditionFailed", message);
}
