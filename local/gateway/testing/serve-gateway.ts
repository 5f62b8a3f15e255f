import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { createGateway, type GatewayOptions } from "../gateway.ts";

interface Invocation {
  lambda: string;
  event: APIGatewayProxyEventV2WithJWTAuthorizer;
  context: Context;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Call {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

const routes = [
  { method: "GET", path: "/v1/services", open: false, lambda: "list-services" },
  { method: "POST", path: "/v1/services", open: false, lambda: "create-service" },
  { method: "GET", path: "/v1/services/{serviceId}", open: false, lambda: "get-service" },
  { method: "GET", path: "/v1/services/special", open: false, lambda: "special" },
  { method: "POST", path: "/echo", open: true, lambda: "echo" },
  { method: "GET", path: "/health", open: true, lambda: "health" },
];

/** A gateway on a loopback port, in front of a function that answers `reply` and notes how it was called. */
export async function serveGateway(overrides: Partial<GatewayOptions> = {}) {
  const invocations: Invocation[] = [];
  const state = { reply: { statusCode: 200, body: "ok" } as unknown };
  const listener = createGateway({
    routes,
    defaultLambda: "not-found",
    async invoke(lambda, event, context) {
      invocations.push({ lambda, event: event as Invocation["event"], context });
      const { reply } = state;
      return (typeof reply === "function" ? reply() : reply) as APIGatewayProxyStructuredResultV2;
    },
    async verify(token) {
      if (token !== "good") throw Object.assign(new Error(token), { description: "the token has expired" });
      return { sub: "u1", org: "acme" };
    },
    corsOrigins: [],
    now: () => Date.UTC(2026, 2, 12, 19, 3, 58, 5),
    ...overrides,
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    port,
    invocations,
    /** What the function returns, or a function that returns it. */
    reply(reply: unknown) {
      state.reply = reply;
    },
    call: ({ method = "GET", path = "/health", headers = {}, body }: Call) =>
      new Promise<Reply>((resolve, reject) => {
        const request = httpRequest(
          { port, host: "127.0.0.1", method, path, headers, agent: false },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk) => chunks.push(chunk));
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks).toString(),
              }),
            );
          },
        );
        request.on("error", reject);
        request.end(body);
      }),
    /** Sends bytes as they are; resolves to what came back before the connection ended. */
    raw: (text: string, thenHangUp = false) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, "127.0.0.1", () => {
          socket.write(text);
          if (thenHangUp) setTimeout(() => socket.destroy(), 20);
        });
        let received = "";
        socket.on("data", (chunk) => {
          received += chunk;
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve(received));
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
