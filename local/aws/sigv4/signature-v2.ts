import { createHmac } from "node:crypto";
import { type AwsRequest, queryValue } from "../aws-request.ts";
import { AuthFailure } from "./auth-failure.ts";
import { type Authenticated, type Credentials, checkSessionToken } from "./authenticate.ts";
import { sameText } from "./signature.ts";

/** What S3 still takes beside SigV4, and only in URLs here: boto3 presigns so by default in the oldest regions. */
const REGIONS = new Set(
  "us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1".split(" "),
);
const SIGNED_PARAMETERS = new Set(
  (
    "acl cors delete lifecycle location logging notification partNumber policy requestPayment restore tagging " +
    "torrent uploadId uploads versionId versioning versions website response-cache-control " +
    "response-content-disposition response-content-encoding response-content-language response-content-type " +
    "response-expires"
  ).split(" "),
);

export function isPresignedV2(request: AwsRequest): boolean {
  return queryValue(request, "AWSAccessKeyId") !== undefined && !request.headers.has("authorization");
}

/** Verifies a URL presigned with Signature Version 2 ("Signing and authenticating REST requests"). */
export function authenticateV2(
  request: AwsRequest,
  bucket: { name: string; region: string | undefined; rawKey: string },
  credentials: Credentials,
): Authenticated {
  if (bucket.region !== undefined && !REGIONS.has(bucket.region)) throw new AuthFailure("unsupported");
  const expires = queryValue(request, "Expires") ?? "";
  if (!/^\d{1,12}$/.test(expires)) {
    throw new AuthFailure(
      "expiredUrl",
      "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
    );
  }
  const accessKeyId = queryValue(request, "AWSAccessKeyId") ?? "";
  const credential = credentials.find(accessKeyId);
  if (credential === undefined) throw new AuthFailure("unknownKey");
  checkSessionToken(queryValue(request, "x-amz-security-token"), credential);
  if (Number(expires) * 1000 < Date.now()) throw new AuthFailure("expiredUrl");

  const path = `/${bucket.name}/${bucket.rawKey}`;
  const text = textToSign(request, expires, path);
  const expected = createHmac("sha1", credential.secretAccessKey).update(text, "utf8").digest("base64");
  if (!sameText(expected, queryValue(request, "Signature") ?? "")) throw new AuthFailure("mismatch");
  return accept(credential, credentials, bucket.region ?? "us-east-1");
}

function accept(
  credential: NonNullable<ReturnType<Credentials["find"]>>,
  credentials: Credentials,
  region: string,
): Authenticated {
  if (credential.session !== undefined && credential.session.expiresAt <= credentials.now()) {
    throw new AuthFailure("expiredToken");
  }
  credentials.used(credential, { date: "", region, service: "s3" });
  return { caller: credential.caller, presigned: true, region, signing: undefined };
}

function textToSign(request: AwsRequest, expires: string, path: string): string {
  const headers = new Map(request.headers);
  for (const [name, value] of request.query) {
    const header = name.toLowerCase();
    const hoisted = header.startsWith("x-amz-") || header === "content-md5" || header === "content-type";
    if (hoisted) headers.set(header, value);
  }
  const amz = [...headers]
    .filter(([name]) => name.startsWith("x-amz-"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`);
  const signed = request.query
    .filter(([name]) => SIGNED_PARAMETERS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  const query = signed.length === 0 ? "" : `?${signed.join("&")}`;
  const about = [
    request.method,
    headers.get("content-md5") ?? "",
    headers.get("content-type") ?? "",
    expires,
  ];
  return `${about.join("\n")}\n${amz.join("")}${path}${query}`;
}
