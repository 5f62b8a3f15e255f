import type { IncomingMessage } from "node:http";
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { JwtAuthorizer } from "./jwt-claims.ts";
import type { RequestTarget } from "./request-target.ts";

export interface LambdaEventInput {
  request: IncomingMessage;
  target: RequestTarget;
  body: Buffer;
  /** `GET /v1/me`, or `$default`. */
  routeKey: string;
  params: Record<string, string>;
  authorizer: JwtAuthorizer | undefined;
  requestId: string;
  /** Milliseconds since the epoch. */
  now: number;
}

const accountId = "000000000000";
const apiId = "keyturn";

/** The event of payload format 2.0. Fields that have nothing to say are absent, as in AWS. */
export function lambdaEvent(input: LambdaEventInput): APIGatewayProxyEventV2 {
  const { request, target, body, params } = input;
  const headers = joinedHeaders(request);
  const cookies = request.headers.cookie
    ?.split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
  const isBase64Encoded = body.length > 0 && !isText(headers["content-type"]);
  return {
    version: "2.0",
    routeKey: input.routeKey,
    rawPath: target.rawPath,
    rawQueryString: target.rawQueryString,
    ...(cookies && cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(target.query).length > 0 && { queryStringParameters: target.query }),
    requestContext: requestContext(input, headers),
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

function requestContext(
  { request, target, routeKey, authorizer, requestId, now }: LambdaEventInput,
  headers: Record<string, string>,
): APIGatewayEventRequestContextV2 {
  const domainName = headers.host ?? "localhost";
  return {
    accountId,
    apiId,
    ...(authorizer && { authorizer: { jwt: authorizer } }),
    domainName,
    domainPrefix: domainName.split(".")[0] ?? domainName,
    http: {
      method: request.method ?? "GET",
      path: target.rawPath,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId,
    routeKey,
    stage: "$default",
    time: clfTime(now),
    timeEpoch: now,
  };
}

/** Lower-cased; repeated headers joined by commas; cookies have a field of their own. */
function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (name !== "cookie" && values) headers[name] = values.join(",");
  }
  return headers;
}

const textTypes = new Set([
  "application/json",
  "application/xml",
  "application/javascript",
  "application/graphql",
]);

/** What an HTTP API passes on as text. Everything else, a body without a type included, arrives base64-encoded. */
function isText(contentType: string | undefined): boolean {
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  if (charset && !/^charset="?utf-?8"?$/.test(charset)) return false;
  return type.trim().startsWith("text/") || textTypes.has(type.trim());
}

/** `12/Mar/2020:19:03:58 +0000`. */
function clfTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What a handler is told of its own invocation. */
export function lambdaContext(lambda: string, requestId: string, timeoutMs: number): Context {
  const deadline = performance.now() + timeoutMs;
  const ignored = () => {};
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: lambda,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${accountId}:function:${lambda}`,
    memoryLimitInMB: "1024",
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${lambda}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    done: ignored,
    fail: ignored,
    succeed: ignored,
  };
}
