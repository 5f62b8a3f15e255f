import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { authorize } from "./authorize.ts";
import { isPreflight, withCors } from "./cors.ts";
import { lambdaContext, lambdaEvent } from "./lambda-event.ts";
import { type GatewayResponse, gatewayMessage, lambdaResponse } from "./lambda-response.ts";
import { type GatewayRoute, routeMatcher } from "./match-route.ts";
import { readBody } from "./read-body.ts";
import { parseTarget } from "./request-target.ts";

export interface GatewayOptions {
  routes: readonly GatewayRoute[];
  /** The `$default` route: open; it takes any method and path that no other route matches. */
  defaultLambda: string;
  invoke(
    lambda: string,
    event: APIGatewayProxyEventV2,
    context: Context,
  ): Promise<APIGatewayProxyStructuredResultV2>;
  /** Resolves to the token's claims, or throws. */
  verify(token: string): Promise<Record<string, unknown>>;
  /** Empty: no CORS. */
  corsOrigins: string[];
  /** Milliseconds since the epoch, for the event's `time`. */
  now(): number;
  /** The functions' own timeout; 20 s unless given. */
  lambdaTimeoutMs?: number;
  /** How long a request body may take to arrive; 10 s unless given. */
  bodyTimeoutMs?: number;
}

/** API Gateway's limit on the request line and the header values together. */
const headBytesMax = 10_240;
/** The longest an HTTP API waits for an integration. */
const integrationTimeoutMs = 30_000;

/**
 * Answers as an API Gateway HTTP API (payload format 2.0, JWT authorizer, stage `$default`) does in front of Lambda
 * functions, which run in this process. It writes no log: not a path, a token or a body leaves it but to the function.
 */
export function createGateway(options: GatewayOptions): RequestListener {
  const match = routeMatcher(options.routes);

  async function answer(request: IncomingMessage, requestId: string): Promise<GatewayResponse | undefined> {
    const read = await readBody(request, options.bodyTimeoutMs ?? 10_000);
    if ("refused" in read) return refusal(read.refused);
    if (headBytes(request) > headBytesMax) return gatewayMessage(431, "Request Header Fields Too Large");
    const target = parseTarget(request.url ?? "");
    if (!target) return gatewayMessage(400, "Bad Request");
    if (options.corsOrigins.length > 0 && isPreflight(request)) {
      return { statusCode: 204, headers: {}, cookies: [], body: Buffer.alloc(0) };
    }
    const found = match(request.method ?? "", target.rawPath);
    const authorization = found && !found.route.open ? await authorize(request, options.verify) : undefined;
    if (authorization?.refused) return authorization.refused;
    const event = lambdaEvent({
      request,
      target,
      body: read.body,
      routeKey: found ? `${found.route.method} ${found.route.path}` : "$default",
      params: found?.params ?? {},
      authorizer: authorization?.authorizer,
      requestId,
      now: options.now(),
    });
    return invoke(options, found?.route.lambda ?? options.defaultLambda, event, requestId);
  }

  return (request, response) => {
    const requestId = randomBytes(11).toString("base64");
    response.on("error", () => {});
    answer(request, requestId)
      .catch(() => gatewayMessage(500, "Internal Server Error"))
      .then((result) => {
        if (result) send(response, withCors(result, request, options.corsOrigins), requestId);
        else response.destroy();
      })
      .catch(() => response.destroy());
  };
}

/** A function that throws, times out or returns what cannot be sent is a 500; one that outlasts the gateway, a 503. */
async function invoke(
  options: GatewayOptions,
  lambda: string,
  event: APIGatewayProxyEventV2,
  requestId: string,
): Promise<GatewayResponse> {
  const timeoutMs = options.lambdaTimeoutMs ?? 20_000;
  const failed = gatewayMessage(500, "Internal Server Error");
  const late = timeoutMs < integrationTimeoutMs ? failed : gatewayMessage(503, "Service Unavailable");
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<GatewayResponse>((resolve) => {
    timer = setTimeout(() => resolve(late), Math.min(timeoutMs, integrationTimeoutMs));
  });
  const work = async () =>
    lambdaResponse(await options.invoke(lambda, event, lambdaContext(lambda, requestId, timeoutMs)));
  try {
    return (await Promise.race([work(), deadline])) ?? failed;
  } catch {
    return failed;
  } finally {
    clearTimeout(timer);
  }
}

function refusal(reason: "too_large" | "too_slow" | "aborted"): GatewayResponse | undefined {
  // The rest of the body is still under way, so the connection cannot serve another request.
  const close = { connection: "close" };
  if (reason === "too_large") return gatewayMessage(413, "Request Entity Too Large", close);
  if (reason === "too_slow") return gatewayMessage(408, "Request Timeout", close);
  return undefined;
}

function headBytes({ method = "", url = "", httpVersion, rawHeaders }: IncomingMessage): number {
  const requestLine = `${method} ${url} HTTP/${httpVersion}`;
  return rawHeaders.reduce((sum, text, i) => (i % 2 === 1 ? sum + text.length : sum), requestLine.length);
}

function send(response: ServerResponse, result: GatewayResponse, requestId: string): void {
  if (response.destroyed) return;
  const hasBody = result.statusCode !== 204 && result.statusCode !== 304;
  response.writeHead(result.statusCode, {
    ...result.headers,
    "apigw-requestid": requestId,
    ...(result.cookies.length > 0 && { "set-cookie": result.cookies }),
    ...(hasBody && { "content-length": result.body.length }),
  });
  response.end(hasBody ? result.body : undefined);
}
