import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type DynamoOptions, type LocalDynamo, openDynamo } from "../open-dynamo.ts";

/** How long a caller may take to read its answer once the store is being closed. */
const closePatienceMs = 2000;

/** A DynamoDB on a loopback port, where nobody is asked for a right: for a test that needs no other part of AWS. */
export async function openDynamoServer(options: DynamoOptions): Promise<{ url: string } & LocalDynamo> {
  const dynamo = await openDynamo(options);
  const server = createServer((request, response) => {
    serve(dynamo, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...dynamo,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), closePatienceMs);
      await ended;
      clearTimeout(patience);
      await dynamo.close();
    },
  };
}

async function serve(dynamo: LocalDynamo, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url = "", headers } = request;
  const { answer, sent } = await dynamo.perform({ method, url, headers, body: await buffer(request) });
  response.on("error", () => {});
  const closed = new Promise((resolve) => response.once("close", resolve));
  response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  if (!response.closed) await closed;
  sent();
}
