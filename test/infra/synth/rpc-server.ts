import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** Answers one call of SST's components. What it throws is told to the component. */
export type Method = (argument: never) => unknown;

interface Call {
  method: string;
  params: [never];
}

/**
 * Stands for the server of SST's command line, which its components ask to build functions. Answers its URL; it
 * does not keep the process alive.
 */
export async function serveRpc(methods: Record<string, Method>): Promise<string> {
  const server = createServer(async (request, response) => {
    const reply = await answer(methods, (await json(request)) as Call);
    response.writeHead(200, { connection: "close" }).end(JSON.stringify(reply));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(
  methods: Record<string, Method>,
  { method, params: [argument] }: Call,
): Promise<object> {
  const perform = methods[method];
  // The components know a missing method by these words.
  if (!perform) return { error: `rpc: can't find ${method}` };
  try {
    return { result: await perform(argument) };
  } catch (fault) {
    return { error: fault instanceof Error ? fault.message : String(fault) };
  }
}
