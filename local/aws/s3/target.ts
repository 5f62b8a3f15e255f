import { type AwsRequest, decodeUri } from "../aws-request.ts";

/** Query parameters that make a request about something other than the object or bucket as such. */
export const SUBRESOURCES: ReadonlySet<string> = new Set(
  (
    "accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle " +
    "location logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls " +
    "partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention " +
    "select session tagging torrent uploadId uploads versionId versioning versions website"
  ).split(" "),
);

export interface Target {
  bucket: string;
  /** Still percent-encoded; empty for the bucket itself. */
  rawKey: string;
}

/**
 * What a request is about: `<bucket>.localhost` and `<bucket>.s3[.<region>].localhost` name the bucket in the host,
 * any other host in the path. `undefined` for the list of all buckets.
 */
export function targetOf(request: AwsRequest): Target | undefined {
  const host = (request.headers.get("host") ?? "").toLowerCase().replace(/:\d+$/, "");
  const named = /^(.+?)(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/.exec(host)?.[1];
  if (named !== undefined && named !== "s3" && !/^s3[.-][a-z]+-[a-z]+-\d$/.test(named)) {
    return { bucket: named, rawKey: request.rawPath.slice(1) };
  }
  const path = request.rawPath.slice(1);
  const slash = path.indexOf("/");
  const bucket = decodeUri(slash < 0 ? path : path.slice(0, slash));
  if (bucket === "") return undefined;
  return { bucket, rawKey: slash < 0 ? "" : path.slice(slash + 1) };
}
