import { request } from "node:http";
import { assertDocumented } from "./documented.ts";

export interface RawRequest {
  method?: string;
  /** As it goes over the wire: nothing is normalised. */
  path: string;
  /** A list is sent as several header lines. */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Sends what fetch would tidy up or refuse to send. Rejects when it is answered as is not documented. */
export async function rawHttp(url: string, sent: RawRequest) {
  const { hostname, port } = new URL(url);
  const { method = "GET", path, headers = {}, body = "" } = sent;
  return new Promise<{ status: number; headers: Headers; text: string; body: unknown }>((resolve, reject) => {
    const length = body.length > 0 && { "content-length": Buffer.byteLength(body) };
    const options = { hostname, port, method, path, headers: { ...length, ...headers }, agent: false };
    const outgoing = request(options, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      const received = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) received.append(name, String(value));
      const status = answer.statusCode ?? 0;
      const contentType = received.get("content-type") ?? "";
      const sentText = body.toString() || undefined;
      try {
        assertDocumented({
          method,
          path,
          sent: sentText,
          status,
          contentType,
          headers: received,
          body: text,
        });
        resolve({ status, headers: received, text, body: parsed(text) });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
