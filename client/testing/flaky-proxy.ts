import type { IncomingMessage, ServerResponse } from "node:http";
import { serve } from "../../test/support/serve.ts";

/** What becomes of a request on its way: done and not answered, done and answered by half, or answered by somebody else. */
export type Fault =
  | "none"
  | "answer lost"
  | "answer broken off"
  | "never answered"
  | { status: number; headers?: Record<string, string>; body?: string };

/** A way to the API on which the next requests meet these faults, one each, and those after them none. */
export async function flakyProxy(target: string) {
  const faults: Fault[] = [];
  const seen: { method: string; path: string; idempotencyKey: string | undefined }[] = [];
  const server = await serve(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    seen.push({ method, path, idempotencyKey: headers["idempotency-key"] as string | undefined });
    const fault = faults.shift();
    if (fault === "never answered") return;
    if (typeof fault === "object") return answer(response, fault);
    const { status, type, text } = await forward(target, request);
    if (fault === "answer lost") return void response.destroy();
    response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
    if (fault === "answer broken off") {
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    response.end(text);
  });
  return {
    ...server,
    /** Every request, in order. */
    seen,
    meet(...next: Fault[]): void {
      faults.push(...next);
      seen.length = 0;
    },
  };
}

async function forward(target: string, request: IncomingMessage) {
  const { method = "", url = "", headers } = request;
  const body = Buffer.concat(await request.toArray());
  const kept = ["authorization", "content-type", "idempotency-key"].filter((name) => name in headers);
  const done = await fetch(target + url, {
    method,
    headers: Object.fromEntries(kept.map((name) => [name, headers[name] as string])),
    ...(body.length > 0 && { body }),
  });
  return { status: done.status, type: done.headers.get("content-type") ?? "", text: await done.text() };
}

function answer(response: ServerResponse, { status, headers, body = "" }: Exclude<Fault, string>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}
