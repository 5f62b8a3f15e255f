import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { TestEndpoint } from "./test-endpoint.ts";

/** A request as a client signed and sent it. */
export interface Recorded {
  method: string;
  /** Path and query, as sent. */
  target: string;
  /** `name, value, name, value …`, as sent. */
  rawHeaders: string[];
  body: Buffer;
}

/** Stands between clients and the endpoint, and keeps every request that passes. `await using` takes it away again. */
export async function startRecorder(aws: TestEndpoint) {
  const requests: Recorded[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = "", url = "", rawHeaders } = incoming;
    const body = await buffer(incoming);
    requests.push({ method, target: url, rawHeaders, body });
    const options = { host: "127.0.0.1", port: aws.port, method, path: url, agent: false };
    const headers = rawHeaders.filter((_, index) => !/^expect$/i.test(rawHeaders[index & ~1] as string));
    const onward = request({ ...options, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    requests,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
