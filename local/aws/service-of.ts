import { AwsError } from "./aws-error.ts";
import { type AwsRequest, queryValue } from "./aws-request.ts";
import type { Dialect } from "./sigv4/auth-failure.ts";

const SERVICES = ["iam", "sts", "s3", "events", "dynamodb", "ses", "secretsmanager"] as const;
export type ServiceName = (typeof SERVICES)[number];

export const DIALECTS: Record<ServiceName, Dialect> = {
  iam: "query",
  sts: "query",
  s3: "s3",
  events: "json",
  dynamodb: "json",
  ses: "rest",
  secretsmanager: "json",
};

/** The service a request was signed for; unsigned, the one it looks like, so that it is refused in its language. */
export function serviceOf(request: AwsRequest): ServiceName {
  const credential =
    /Credential=([^\s,]+)/.exec(request.headers.get("authorization") ?? "")?.[1] ??
    queryValue(request, "X-Amz-Credential");
  const scoped = credential?.split("/").at(-2);
  if (credential === undefined || scoped === undefined) return lookOf(request);
  const service = SERVICES.find((name) => name === scoped);
  if (service !== undefined) return service;
  const message = `This endpoint serves ${SERVICES.join(", ")}; the request was signed for '${scoped}'.`;
  throw new AwsError(400, "UnknownService", message);
}

export function lookOf(request: Pick<AwsRequest, "method" | "rawPath" | "headers">): ServiceName {
  const contentType = request.headers.get("content-type") ?? "";
  if (request.headers.has("x-amz-target") || contentType.startsWith("application/x-amz-json"))
    return "events";
  if (request.rawPath.startsWith("/v2/email/")) return "ses";
  const isForm = contentType.startsWith("application/x-www-form-urlencoded");
  return request.method === "POST" && request.rawPath === "/" && isForm ? "iam" : "s3";
}
