import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { closeServer, listen } from "../../local/server/listen.ts";

/** What is told of a call that comes by, and gives back what is to be told when it is answered. */
export type Watcher = (call: string) => () => void;

/** An address that passes everything on to `target`. */
export async function openWatchedEndpoint(target: string, watcher: Watcher) {
  const { hostname, port } = new URL(target);
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    outgoing.once("close", watcher(callIn(incoming, body.toString())));
    passOn(incoming, body, outgoing);
  });
  const passOn = (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse) => {
    const { method, url: path, headers } = incoming;
    const passed = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    passed.end(body);
  };
  const url = await listen(server, 0, "no setting");
  return { url, close: () => closeServer(server) };
}

/** `DynamoDB GetItem`, `IAM CreateUser`, `S3 PutObject`, `SES SendEmail`. */
function callIn({ method, headers, url = "" }: IncomingMessage, body: string): string {
  const target = String(headers["x-amz-target"] ?? "");
  const operation = target.slice(target.indexOf(".") + 1);
  if (target.startsWith("DynamoDB")) return `DynamoDB ${operation}`;
  if (target.startsWith("AWSEvents")) return `EventBridge ${operation}`;
  if (url.startsWith("/v2/email/")) return "SES SendEmail";
  const action = new URLSearchParams(body).get("Action");
  return action ? `IAM ${action}` : `S3 ${method === "PUT" ? "PutObject" : method}`;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
