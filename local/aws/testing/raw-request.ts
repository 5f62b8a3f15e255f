import { request } from "node:http";
import { parseRequest } from "../aws-request.ts";
import { canonicalRequest, sha256Hex } from "../sigv4/canonical-request.ts";
import { requestSignature, type Scope, scopeText, signingKey } from "../sigv4/signature.ts";
import type { Key } from "./test-endpoint.ts";

interface Raw {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** An endpoint on this machine. */
type Endpoint = { port: number };

/** Sends exactly this and nothing an SDK would add. */
export function send(aws: Endpoint, raw: Raw): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", path, body } = raw;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const headers = { ...length, ...raw.headers };
    const outgoing = request({ host: "127.0.0.1", port: aws.port, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export interface Signed {
  headers: Record<string, string>;
  key: Buffer;
  scope: Scope;
  amzDate: string;
  signature: string;
}

/** Signs a request in its headers; `at` is the time it claims, ms. */
export function sign(
  aws: Endpoint,
  key: Key,
  raw: Raw & { payloadHash?: string },
  { at = Date.now(), service = "s3", region = "us-east-1" } = {},
): Signed {
  const payloadHash = raw.payloadHash ?? sha256Hex(raw.body ?? "");
  const amzDate = toAmzDate(at);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${aws.port}`,
    "x-amz-date": amzDate,
    "x-amz-content-sha256": payloadHash,
    ...(key.sessionToken === undefined ? {} : { "x-amz-security-token": key.sessionToken }),
    ...raw.headers,
  };
  const scope = { date: amzDate.slice(0, 8), region, service };
  const names = Object.keys(headers).sort();
  const parsed = parse(raw, headers);
  const derived = signingKey(key.secretAccessKey, scope);
  const canonical = canonicalRequest(parsed, names, payloadHash, service);
  const signature = requestSignature(derived, amzDate, scope, canonical);
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scopeText(scope)}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { headers: { ...headers, authorization }, key: derived, scope, amzDate, signature };
}

export async function sendSigned(aws: Endpoint, key: Key, raw: Raw & { payloadHash?: string }) {
  return send(aws, { ...raw, headers: sign(aws, key, raw).headers });
}

/** A call of the Query protocol: IAM's, or STS's. */
export function query(
  aws: Endpoint,
  key: Key,
  action: string,
  params: Record<string, string> = {},
  service = { name: "iam", version: "2010-05-08" },
): Promise<RawAnswer> {
  const body = new URLSearchParams({ Action: action, Version: service.version, ...params }).toString();
  const raw = {
    method: "POST",
    path: "/",
    body,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
  return send(aws, { ...raw, headers: sign(aws, key, raw, { service: service.name }).headers });
}

/** A presigned path. */
export function presign(
  aws: Endpoint,
  key: Key,
  raw: { method?: string; path: string },
  { at = Date.now(), expires = 60, region = "us-east-1" } = {},
): string {
  const amzDate = toAmzDate(at);
  const scope = { date: amzDate.slice(0, 8), region, service: "s3" };
  const query = new Map([
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${key.accessKeyId}/${scopeText(scope)}`],
    ["X-Amz-Date", amzDate],
    ["X-Amz-Expires", String(expires)],
    ["X-Amz-SignedHeaders", "host"],
  ]);
  if (key.sessionToken !== undefined) query.set("X-Amz-Security-Token", key.sessionToken);
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  const path = `${raw.path}${raw.path.includes("?") ? "&" : "?"}${text}`;
  const parsed = parse({ ...raw, path }, { host: `127.0.0.1:${aws.port}` });
  const canonical = canonicalRequest(parsed, ["host"], "UNSIGNED-PAYLOAD", "s3");
  const signature = requestSignature(signingKey(key.secretAccessKey, scope), amzDate, scope, canonical);
  return `${path}&X-Amz-Signature=${signature}`;
}

function parse(raw: Raw, headers: Record<string, string>) {
  const rawHeaders = Object.entries(headers).flat();
  return parseRequest({ method: raw.method ?? "GET", url: raw.path, rawHeaders } as never);
}

function toAmzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

export function errorCode(answer: RawAnswer): string {
  return `${/<Code>([^<]*)/.exec(answer.text)?.[1] ?? ""} ${answer.status}`.trim();
}
