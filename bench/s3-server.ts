import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openAwsEndpoint } from "../local/aws/aws-endpoint.ts";
import { awsServer } from "../local/aws/aws-server.ts";
import type { Key } from "../local/aws/testing/test-endpoint.ts";

// The laptop's S3, or a server that does nothing but write and read the same files, in a process of its own. It says
// where it is and who may do everything, and, when asked, how much memory it has had at most.

/** What the process says first. */
export interface Ready {
  port: number;
  key: Key;
  /** Resident, when it is ready. */
  bytes: number;
}

const [kind, folder = "", bucket = ""] = process.argv.slice(2);

const { server, key } = kind === "laptop" ? await laptop() : bare();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, key, bytes: process.memoryUsage.rss() } satisfies Ready);
});
process.on("message", () => process.send?.(process.resourceUsage().maxRSS * 1024));
process.on("disconnect", () => process.exit());

async function laptop() {
  const buckets = [{ name: bucket, region: "us-east-1" }];
  const endpoint = await openAwsEndpoint({ dataDir: folder, clock: Date, buckets, buses: [] });
  return { server: awsServer(endpoint.handle), key: endpoint.rootCredentials };
}

/** Asks nobody who they are, and keeps no record of what it has. */
function bare() {
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const file = join(folder, encodeURIComponent(incoming.url ?? ""));
    if (incoming.method === "PUT") {
      await pipeline(incoming, createWriteStream(file));
      response.end();
    } else {
      response.setHeader("content-length", (await stat(file)).size);
      await pipeline(createReadStream(file), response);
    }
  };
  return { server: createServer(serve), key: { accessKeyId: "nobody", secretAccessKey: "nobody" } };
}
