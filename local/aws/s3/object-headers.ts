import type { ServerResponse } from "node:http";
import { AwsError } from "../aws-error.ts";
import { checksumHeader } from "./checksums.ts";
import type { ObjectRecord } from "./object-record.ts";
import { listOf } from "./receive-body.ts";
import { demandOnObject, notImplemented, type S3Call } from "./s3-call.ts";

const KEPT = ["cache-control", "content-disposition", "content-language", "expires"];
const METADATA_BYTES_MAX = 2048;

/** Headers that change what a write means, and that are not done here: better refused than ignored. `-`: a family. */
const REFUSED = [
  "x-amz-tagging",
  "x-amz-website-redirect-location",
  "x-amz-write-offset-bytes",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-copy-source-server-side-encryption-customer-algorithm",
  "x-amz-grant-",
  "x-amz-object-lock-",
];
/** What headers need beside the right to write, whether they are done or not. */
const RIGHTS: [string, string][] = [
  ["x-amz-acl", "s3:PutObjectAcl"],
  ["x-amz-grant-", "s3:PutObjectAcl"],
  ["x-amz-tagging", "s3:PutObjectTagging"],
  ["x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold"],
  ["x-amz-object-lock-mode", "s3:PutObjectRetention"],
  ["x-amz-object-lock-retain-until-date", "s3:PutObjectRetention"],
];

/** Before anything is written: what the request's headers ask for must be something that is done. */
export function refuseUnknownMeaning(call: S3Call): void {
  const { headers } = call.request;
  const names = [...headers.keys()];
  for (const [header, right] of RIGHTS) {
    if (names.some((name) => isOf(header, name))) demandOnObject(call, right);
  }
  const refused = names.find((name) => REFUSED.some((header) => isOf(header, name)));
  if (refused !== undefined) throw notImplemented(refused);
  const encryption = headers.get("x-amz-server-side-encryption");
  if (encryption !== undefined && encryption !== "AES256") throw notImplemented(`encryption ${encryption}`);
  const storage = headers.get("x-amz-storage-class");
  if (storage !== undefined && storage !== "STANDARD") throw notImplemented(`storage class ${storage}`);
  const acl = headers.get("x-amz-acl");
  if (acl === undefined) return;
  if (acl !== "private" && !acl.startsWith("bucket-owner-")) throw notImplemented(`x-amz-acl ${acl}`);
}

/** Whether a header is meant by this name, or by the family it begins with. */
function isOf(header: string, name: string): boolean {
  return header.endsWith("-") ? name.startsWith(header) : name === header;
}

/** What of the request belongs to the object. */
export function keptHeaders(headers: ReadonlyMap<string, string>): [string, string][] {
  const kept: [string, string][] = [["content-type", headers.get("content-type") ?? "binary/octet-stream"]];
  for (const name of KEPT) {
    const value = headers.get(name);
    if (value !== undefined) kept.push([name, value]);
  }
  const encodings = listOf(headers.get("content-encoding")).filter((name) => name !== "aws-chunked");
  if (encodings.length > 0) kept.push(["content-encoding", encodings.join(",")]);
  const metadata = [...headers].filter(([name]) => name.startsWith("x-amz-meta-"));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - 11 + Buffer.byteLength(value), 0);
  if (bytes > METADATA_BYTES_MAX) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new AwsError(400, "MetadataTooLarge", message);
  }
  return [...kept, ...metadata];
}

type Checksummed = Pick<ObjectRecord, "checksums" | "checksumType">;

export function setChecksums(response: ServerResponse, { checksums, checksumType }: Checksummed): void {
  for (const [algorithm, value] of Object.entries(checksums)) {
    response.setHeader(checksumHeader(algorithm), value);
    response.setHeader("x-amz-checksum-type", checksumType ?? "FULL_OBJECT");
  }
}

/** `<ChecksumCRC32>` … of an XML answer. */
export function checksumElements(checksums: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([algorithm, value]) => [`Checksum${algorithm.toUpperCase()}`, value]),
  );
}
