import { AwsError } from "../aws-error.ts";

export type AuthFailureKind =
  | "anonymous"
  | "malformed"
  | "malformedQuery"
  | "unsupported"
  | "unknownKey"
  | "wrongToken"
  | "expiredToken"
  | "skewed"
  | "mismatch"
  | "expiredUrl"
  | "unsignedHeader";

/** Why a request was not believed. Each service has its own words for it: `asAwsError`. */
export class AuthFailure extends Error {
  readonly kind: AuthFailureKind;
  readonly fields: Readonly<Record<string, string>>;

  constructor(kind: AuthFailureKind, message = "", fields: Record<string, string> = {}) {
    super(message);
    this.name = "AuthFailure";
    this.kind = kind;
    this.fields = fields;
  }
}

export type Dialect = "s3" | "query" | "json" | "rest";
type Words = readonly [status: number, code: string, message: string];

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
const INVALID_TOKEN = "The security token included in the request is invalid.";
const EXPIRED_TOKEN = "The security token included in the request is expired";
const MISSING = "Request is missing Authentication Token";

const WORDS: Record<Exclude<Dialect, "rest">, Record<AuthFailureKind, Words>> = {
  s3: {
    anonymous: [403, "AccessDenied", "Access Denied"],
    malformed: [400, "AuthorizationHeaderMalformed", "The authorization header is malformed."],
    malformedQuery: [
      400,
      "AuthorizationQueryParametersError",
      "The query parameters of the URL are malformed.",
    ],
    unsupported: [
      400,
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ],
    unknownKey: [
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    ],
    wrongToken: [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
    expiredToken: [400, "ExpiredToken", "The provided token has expired."],
    skewed: [
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    ],
    mismatch: [403, "SignatureDoesNotMatch", MISMATCH],
    expiredUrl: [403, "AccessDenied", "Request has expired"],
    unsignedHeader: [403, "AccessDenied", "There were headers present in the request which were not signed"],
  },
  query: {
    anonymous: [403, "MissingAuthenticationToken", MISSING],
    malformed: [400, "IncompleteSignature", "The request signature does not conform to AWS standards."],
    malformedQuery: [400, "IncompleteSignature", "The request signature does not conform to AWS standards."],
    unsupported: [400, "IncompleteSignature", "The request signature does not conform to AWS standards."],
    unknownKey: [403, "InvalidClientTokenId", INVALID_TOKEN],
    wrongToken: [403, "InvalidClientTokenId", INVALID_TOKEN],
    expiredToken: [403, "ExpiredToken", EXPIRED_TOKEN],
    skewed: [
      403,
      "SignatureDoesNotMatch",
      "Signature expired or not yet current: the request's time is off.",
    ],
    mismatch: [403, "SignatureDoesNotMatch", MISMATCH],
    expiredUrl: [403, "SignatureDoesNotMatch", "Signature expired."],
    unsignedHeader: [403, "SignatureDoesNotMatch", MISMATCH],
  },
  json: {
    anonymous: [400, "MissingAuthenticationTokenException", MISSING],
    malformed: [
      400,
      "IncompleteSignatureException",
      "The request signature does not conform to AWS standards.",
    ],
    malformedQuery: [
      400,
      "IncompleteSignatureException",
      "The request signature does not conform to AWS standards.",
    ],
    unsupported: [
      400,
      "IncompleteSignatureException",
      "The request signature does not conform to AWS standards.",
    ],
    unknownKey: [400, "UnrecognizedClientException", INVALID_TOKEN],
    wrongToken: [400, "UnrecognizedClientException", INVALID_TOKEN],
    expiredToken: [400, "ExpiredTokenException", EXPIRED_TOKEN],
    skewed: [
      400,
      "InvalidSignatureException",
      "Signature expired or not yet current: the request's time is off.",
    ],
    mismatch: [400, "InvalidSignatureException", MISMATCH],
    expiredUrl: [400, "InvalidSignatureException", "Signature expired."],
    unsignedHeader: [400, "InvalidSignatureException", MISMATCH],
  },
};

export function asAwsError(failure: AuthFailure, dialect: Dialect): AwsError {
  const [status, code, message] = WORDS[dialect === "rest" ? "json" : dialect][failure.kind];
  return new AwsError(
    dialect === "rest" ? 403 : status,
    code,
    failure.message === "" ? message : failure.message,
    {
      ...failure.fields,
    },
  );
}
