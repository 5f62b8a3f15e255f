import type { AwsRequest } from "../aws-request.ts";
import type { Caller, Credential } from "../iam/caller.ts";
import { AuthFailure } from "./auth-failure.ts";
import { canonicalRequest } from "./canonical-request.ts";
import { amzDateMs, type Claim, readClaim } from "./claim.ts";
import { requestSignature, type Scope, sameText, signingKey } from "./signature.ts";

export interface Authenticated {
  caller: Caller;
  presigned: boolean;
  /** The region it was signed for. */
  region: string;
  /** What the chunks of a streamed body are verified with. */
  signing: Signing | undefined;
}

export interface Signing {
  key: Buffer;
  scope: Scope;
  amzDate: string;
  signature: string;
}

export interface Credentials {
  find(accessKeyId: string): Credential | undefined;
  used(credential: Credential, scope: Scope): void;
  /** The clock sessions expire by, ms. */
  now(): number;
}

const SKEW_MS_MAX = 15 * 60_000;

/** Verifies a request's signature and says whose it is; throws `AuthFailure`. The clock for skew is the real one. */
export function authenticate(
  request: AwsRequest,
  payloadHash: (claim: Claim) => string,
  credentials: Credentials,
): Authenticated {
  const claim = readClaim(request);
  if (claim === undefined) throw new AuthFailure("anonymous");
  const credential = credentials.find(claim.accessKeyId);
  if (credential === undefined) throw new AuthFailure("unknownKey");
  checkSessionToken(claim.sessionToken, credential);
  checkTime(claim);
  if (claim.scope.service === "s3") checkSignedHeaders(request, claim);

  const key = signingKey(credential.secretAccessKey, claim.scope);
  const canonical = canonicalRequest(request, claim.signedHeaders, payloadHash(claim), claim.scope.service);
  const expected = requestSignature(key, claim.amzDate, claim.scope, canonical);
  if (!sameText(expected, claim.signature)) throw new AuthFailure("mismatch");

  if (credential.session !== undefined && credential.session.expiresAt <= credentials.now()) {
    throw new AuthFailure("expiredToken");
  }
  credentials.used(credential, claim.scope);
  return {
    caller: credential.caller,
    presigned: claim.expiresSeconds !== undefined,
    region: claim.scope.region,
    signing: { key, scope: claim.scope, amzDate: claim.amzDate, signature: expected },
  };
}

export function checkSessionToken(given: string | undefined, credential: Credential): void {
  const token = credential.session?.token;
  if (token === undefined) {
    if (given !== undefined) throw new AuthFailure("wrongToken");
    return;
  }
  if (given === undefined) throw new AuthFailure("unknownKey");
  if (!sameText(token, given)) throw new AuthFailure("wrongToken");
}

function checkTime(claim: Claim): void {
  const sentAt = amzDateMs(claim.amzDate);
  const ageMs = Date.now() - sentAt;
  if (Number.isNaN(sentAt)) throw new AuthFailure("malformed", "A valid X-Amz-Date is required.");
  if (claim.expiresSeconds === undefined) {
    if (Math.abs(ageMs) > SKEW_MS_MAX) throw new AuthFailure("skewed");
    return;
  }
  if (ageMs < -SKEW_MS_MAX) throw new AuthFailure("expiredUrl", "Request is not yet valid");
  if (ageMs > claim.expiresSeconds * 1000) throw new AuthFailure("expiredUrl");
}

/** S3 refuses `x-amz-*` headers that the signature does not cover. */
function checkSignedHeaders(request: AwsRequest, claim: Claim): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) => name.startsWith("x-amz-") && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new AuthFailure("unsignedHeader", "", { HeadersNotSigned: unsigned.join(", ") });
  }
}
