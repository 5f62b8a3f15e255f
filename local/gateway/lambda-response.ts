import { validateHeaderName, validateHeaderValue } from "node:http";

/** What goes back to the caller. */
export interface GatewayResponse {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

/** An answer of the gateway's own: `{"message": …}`. */
export function gatewayMessage(
  statusCode: number,
  message: string,
  headers: Record<string, string> = {},
): GatewayResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/** The most a Lambda can return when it is called and waited for. */
const resultBytesMax = 6 * 1024 * 1024 + 100;

/**
 * Reads what a Lambda returned; `undefined` when API Gateway could make nothing of it. A value without `statusCode` is
 * taken for the body of a 200, which is what the service infers with payload format 2.0.
 */
export function lambdaResponse(result: unknown): GatewayResponse | undefined {
  if (!isRecord(result) || !("statusCode" in result)) return inferred(result);
  const { headers, cookies, body, isBase64Encoded } = result;
  const statusCode = Number(result.statusCode);
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== "string") return undefined;
  if (typeof body === "string" && Buffer.byteLength(body) > resultBytesMax) return undefined;
  const headersRead = readHeaders(headers);
  const cookiesRead = readCookies(cookies);
  if (!headersRead || !cookiesRead) return undefined;
  headersRead["content-type"] ??= "text/plain;charset=UTF-8";
  return {
    statusCode,
    headers: headersRead,
    cookies: cookiesRead,
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function inferred(result: unknown): GatewayResponse | undefined {
  const text = typeof result === "string" ? result : JSON.stringify(result ?? null);
  if (text === undefined) return undefined;
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    cookies: [],
    body: Buffer.from(text),
  };
}

/** Framing belongs to whoever speaks to the socket, the request id to the gateway. */
const notTheLambdas = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "apigw-requestid",
]);

function readHeaders(headers: unknown): Record<string, string> | undefined {
  if (headers === undefined || headers === null) return {};
  if (!isRecord(headers)) return undefined;
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue;
    if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
    if (!isHeader(name, String(value))) return undefined;
    if (!notTheLambdas.has(name.toLowerCase())) read[name.toLowerCase()] = String(value);
  }
  return read;
}

function readCookies(cookies: unknown): string[] | undefined {
  if (cookies === undefined || cookies === null) return [];
  if (!Array.isArray(cookies)) return undefined;
  return cookies.every((cookie) => typeof cookie === "string" && isHeader("set-cookie", cookie))
    ? cookies
    : undefined;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
