import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { GetAccountCommand } from "@aws-sdk/client-sesv2";
import { expect, test } from "vitest";
import { accessKeysClient, mailClient, type Reach } from "./clients.ts";

const credentials = { accessKeyId: "AKIAFAKE000000000001", secretAccessKey: "fake" };

async function answering(body: string) {
  const sockets: Socket[] = [];
  const server = createServer((_, answer) => answer.end(body)).on("connection", (one) => sockets.push(one));
  server.keepAliveTimeout = 60_000; // so that it is the client that closes
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const reach: Reach = { endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials };
  return { reach, sockets, [Symbol.asyncDispose]: async () => void server.close() };
}

const clients: [string, body: string, (reach: Reach) => () => Promise<unknown>][] = [
  [
    "access keys",
    "<ListAccessKeysResponse/>",
    (reach) => {
      const iam = accessKeysClient(reach);
      return () => iam.send(new ListAccessKeysCommand({}));
    },
  ],
  [
    "mail",
    "{}",
    (reach) => {
      const ses = mailClient(reach);
      return () => ses.send(new GetAccountCommand({}));
    },
  ],
];

test.each(clients)(
  "a client for %s, which sends once, keeps no connection that may be dead",
  async (_, body, open) => {
    await using at = await answering(body);
    const ask = open(at.reach);
    await ask();
    await ask();
    const [first] = at.sockets;
    expect(at.sockets).toEqual([first]); // the calls of one operation share it
    if (first && !first.destroyed) await once(first, "close", { signal: AbortSignal.timeout(10_000) });
    await ask();
    expect(at.sockets).toHaveLength(2);
  },
);
