import { type Agent, request } from "node:http";

export interface LeanAnswer {
  status: number;
  bytes: Buffer;
  ms: number;
}

/** One request over a connection of the agent's, and no more work than that takes: the client shares the machine. */
export function ask(
  agent: Agent,
  port: number,
  { method, path, headers, body }: { method: string; path: string; headers?: object; body?: string | Buffer },
): Promise<LeanAnswer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const outgoing = request(
      { agent, host: "127.0.0.1", port, method, path, headers: { ...headers, ...length } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            bytes: Buffer.concat(chunks),
            ms: performance.now() - startedAt,
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
