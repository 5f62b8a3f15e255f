import { request } from "node:http";

export interface RawRequest {
  method?: string;
  /** As it goes over the wire: nothing is normalised. */
  path: string;
  /** A list is sent as several header lines. */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Sends what fetch would tidy up or refuse to send. */
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
      resolve({ status: answer.statusCode ?? 0, headers: received, text, body: parsed(text) });
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
