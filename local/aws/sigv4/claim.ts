import { type AwsRequest, queryValue, trimmed } from "../aws-request.ts";
import { AuthFailure, type AuthFailureKind } from "./auth-failure.ts";
import type { Scope } from "./signature.ts";

/** Who a request says it is from, read from its header or its query; nothing of it is verified yet. */
export interface Claim {
  accessKeyId: string;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  amzDate: string;
  sessionToken: string | undefined;
  /** Set for a presigned URL: how long it is good for. */
  expiresSeconds: number | undefined;
}

/** The region as it came: that it is none, or the wrong one, is the bucket's to say. */
const CREDENTIAL = /^([^/\s]{1,128})\/(\d{8})\/([^/\s]{1,64})\/([a-z0-9-]+)\/aws4_request$/;
const URL_SECONDS_MAX = 604_800;

/** `undefined` when the request carries no credentials at all. */
export function readClaim(request: AwsRequest): Claim | undefined {
  const header = request.headers.get("authorization");
  const algorithm = queryValue(request, "X-Amz-Algorithm");
  if (header !== undefined && algorithm !== undefined) {
    throw new AuthFailure("unsupported", "Only one auth mechanism allowed");
  }
  if (header !== undefined) return fromHeader(request, header);
  if (algorithm !== undefined || queryValue(request, "X-Amz-Credential") !== undefined) {
    return fromQuery(request, algorithm);
  }
  return undefined;
}

function fromHeader(request: AwsRequest, header: string): Claim {
  const space = header.indexOf(" ");
  if (header.slice(0, space) !== "AWS4-HMAC-SHA256") throw new AuthFailure("unsupported");
  const parts = new Map<string, string>();
  for (const part of header.slice(space + 1).split(",")) {
    const equals = part.indexOf("=");
    parts.set(trimmed(part.slice(0, equals)), trimmed(part.slice(equals + 1)));
  }
  const amzDate = request.headers.get("x-amz-date") ?? fromHttpDate(request.headers.get("date"));
  return {
    ...identity(parts.get("Credential"), amzDate, "malformed"),
    signedHeaders: signedHeaders(parts.get("SignedHeaders"), "malformed"),
    signature: parts.get("Signature") ?? "",
    sessionToken: request.headers.get("x-amz-security-token"),
    expiresSeconds: undefined,
  };
}

function fromQuery(request: AwsRequest, algorithm: string | undefined): Claim {
  if (algorithm !== "AWS4-HMAC-SHA256") {
    throw new AuthFailure("malformedQuery", "X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
  }
  const expires = queryValue(request, "X-Amz-Expires") ?? "";
  const expiresSeconds = /^\d{1,9}$/.test(expires) ? Number(expires) : Number.NaN;
  if (!(expiresSeconds >= 1 && expiresSeconds <= URL_SECONDS_MAX)) {
    throw new AuthFailure("malformedQuery", "X-Amz-Expires must be between 1 and 604800 seconds");
  }
  return {
    ...identity(queryValue(request, "X-Amz-Credential"), queryValue(request, "X-Amz-Date"), "malformedQuery"),
    signedHeaders: signedHeaders(queryValue(request, "X-Amz-SignedHeaders"), "malformedQuery"),
    signature: queryValue(request, "X-Amz-Signature") ?? "",
    sessionToken: queryValue(request, "X-Amz-Security-Token"),
    expiresSeconds,
  };
}

function identity(credential: string | undefined, amzDate: string | undefined, kind: AuthFailureKind) {
  const match = CREDENTIAL.exec(credential ?? "");
  const [, accessKeyId, date, region, service] = match ?? [];
  if (!accessKeyId || !date || !region || !service)
    throw new AuthFailure(kind, "The Credential is malformed.");
  if (amzDate === undefined || !/^\d{8}T\d{6}Z$/.test(amzDate)) {
    throw new AuthFailure(kind, "A valid X-Amz-Date is required.");
  }
  if (!amzDate.startsWith(date)) {
    throw new AuthFailure(kind, "The Credential's date does not match the request's date.");
  }
  return { accessKeyId, amzDate, scope: { date, region, service } };
}

function signedHeaders(text: string | undefined, kind: AuthFailureKind): string[] {
  const names = (text ?? "").split(";");
  if (!names.includes("host")) throw new AuthFailure(kind, "SignedHeaders must include host.");
  return names;
}

function fromHttpDate(date: string | undefined): string | undefined {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

export function amzDateMs(amzDate: string): number {
  const iso = amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return Date.parse(iso);
}
