import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A call that has arrived and is not passed on yet. */
export interface HeldCall {
  /** Resolves when the call is there. */
  arrived: Promise<void>;
  release(): void;
}

/** What becomes of the true answer: not an answer at all, or half of one. */
export type Spoiling = "as an error" | "cut short";

/**
 * Stands between Keyturn and the laptop's IAM and passes everything on, but can hold a call as long as a test
 * needs something else to happen meanwhile, and spoil an answer. Give its `environment` to the laptop.
 */
export async function openIamGate() {
  const spoiled = new Map<string, { how: Spoiling; told: (answer: string) => void }>();
  const held = new Map<string, { arrive: () => void; released: Promise<void> }>();
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    const action = new URLSearchParams(body.toString()).get("Action") ?? "";
    const hold = held.get(action);
    held.delete(action);
    hold?.arrive();
    await hold?.released;
    const answer = await passOn(incoming, body);
    const spoil = spoiled.get(action);
    spoiled.delete(action);
    spoil?.told(answer.body.toString());
    send(response, answer, spoil?.how);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: { AWS_ENDPOINT_URL_IAM: url },
    /** Holds the next call of this action. */
    hold(action: string): HeldCall {
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      held.set(action, { arrive, released });
      return { arrived, release };
    },
    /** The next call of this action has its effect, and its answer, resolved to here, does not arrive whole. */
    spoil(action: string, how: Spoiling): Promise<string> {
      return new Promise((told) => spoiled.set(action, { how, told }));
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** To the same port as all other calls; the headers are signed and go on as they came. */
function passOn(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL ?? "");
  const { method, url: path, headers } = incoming;
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, async (answer) =>
      resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: await bodyOf(answer) }),
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function send(response: ServerResponse, { status, headers, body }: Answer, how: Spoiling | undefined): void {
  const { "content-length": _, "transfer-encoding": __, ...kept } = headers;
  const sent = how === "cut short" ? body.subarray(0, body.length - 30) : body;
  response.writeHead(how === "as an error" ? 500 : status, { ...kept, "content-length": sent.length });
  response.end(sent);
}
