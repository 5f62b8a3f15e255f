import type { IncomingMessage } from "node:http";
import type { GatewayResponse } from "./lambda-response.ts";

const permissions = {
  "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE,OPTIONS",
  "access-control-allow-headers": "authorization,content-type,idempotency-key",
  "access-control-max-age": "600",
};
const exposeHeaders = "retry-after,apigw-requestid,location,www-authenticate";

/** An OPTIONS request a browser sends before the request proper. The gateway answers it, whatever the routes say. */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.origin !== undefined &&
    request.headers["access-control-request-method"] !== undefined
  );
}

/**
 * Puts the configured CORS headers on a response (none for an origin that is not configured), and takes away those the
 * Lambda set: once CORS is configured, API Gateway ignores what the integration says of it. With no origin configured a
 * response is left as it is.
 */
export function withCors(
  response: GatewayResponse,
  request: IncomingMessage,
  origins: readonly string[],
): GatewayResponse {
  if (origins.length === 0) return response;
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith("access-control-"));
  const headers: Record<string, string> = { ...Object.fromEntries(kept) };
  const cors = allowOrigin(request, origins);
  if (cors["access-control-allow-origin"]) {
    Object.assign(
      cors,
      isPreflight(request) ? permissions : { "access-control-expose-headers": exposeHeaders },
    );
  }
  if (headers.vary && cors.vary) cors.vary = `${headers.vary}, ${cors.vary}`;
  return { ...response, headers: { ...headers, ...cors } };
}

function allowOrigin(request: IncomingMessage, origins: readonly string[]): Record<string, string> {
  const { origin } = request.headers;
  if (origins.includes("*")) return origin === undefined ? {} : { "access-control-allow-origin": "*" };
  const vary = { vary: "Origin" };
  return origin !== undefined && origins.includes(origin)
    ? { "access-control-allow-origin": origin, ...vary }
    : vary;
}
