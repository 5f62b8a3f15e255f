import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Reach } from "../../functions/clients.ts";
import { closeServer, listen } from "../../local/server/listen.ts";

export interface FakeAnswer {
  status: number;
  body: string;
}

/** What becomes of a request: an answer, no answer ever, or a connection that breaks. */
export type Behaviour = FakeAnswer | "hangs" | "resets";

/** A server that answers as told, request by request, and remembers what it was asked. */
export async function openFakeAws(behave: (body: string, asked: number) => Behaviour) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    asked.push(body);
    answer(behave(body, asked.length), request, response);
  });
  const endpoint = await listen(server, 0, "no setting");
  const credentials = { accessKeyId: "AKIAFAKE000000000001", secretAccessKey: "fake" };
  const reach: Reach = { endpoint, region: "us-east-1", credentials };
  return {
    ...{ endpoint, reach, asked },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await closeServer(server);
    },
  };
}

/** An error as IAM's query protocol writes it. */
export function iamError(status: number, code: string): FakeAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>about AKIASPILLED</Message></Error>`;
  return { status, body: `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>` };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answer(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  if (behaviour === "hangs") return;
  if (behaviour === "resets") {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(behaviour.status).end(behaviour.body);
}
