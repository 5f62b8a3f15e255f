import { EventEmitter } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";

export interface DynaliteRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface DynaliteResponse {
  statusCode: number;
  headers: Record<string, string | number>;
  body: string;
}

/** Hands dynalite a request without a socket in between. Resolves to what it would have sent. */
export function callDynalite(
  listener: RequestListener,
  { method, url, headers, body }: DynaliteRequest,
): Promise<DynaliteResponse> {
  return new Promise((resolve, reject) => {
    const request = Object.assign(new EventEmitter(), { method, url, headers });
    const response = {
      statusCode: 200,
      headers: {} as Record<string, string | number>,
      setHeader(name: string, value: string | number) {
        response.headers[name] = value;
      },
      end(text?: string) {
        resolve({ statusCode: response.statusCode, headers: response.headers, body: text ?? "" });
      },
    };
    try {
      listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
      if (body.length > 0) request.emit("data", body);
      request.emit("end");
    } catch (error) {
      reject(error);
    }
  });
}

/** Calls an operation of DynamoDB. Rejects with the name of its error. */
export async function callOperation(
  listener: RequestListener,
  operation: string,
  input: object,
): Promise<unknown> {
  const { statusCode, body } = await callDynalite(listener, {
    method: "POST",
    url: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20200101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none",
    },
    body: Buffer.from(JSON.stringify(input)),
  });
  const output = JSON.parse(body || "{}");
  if (statusCode === 200) return output;
  const name = String(output.__type).replace(/^.*#/, "");
  throw Object.assign(new Error(output.message || name), { name });
}
