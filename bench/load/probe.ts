import diagnostics from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";

// Loaded into the service's process before it: writes down now and then what memory it has in use, garbage apart, and what
// has been asked of its DynamoDB so far.

/** A line of the file. */
export interface Sample {
  /** Since the process began, ms. */
  at: number;
  rssBytes: number;
  heapBytes: number;
  /** CPU time of all its threads so far, ms. */
  cpuMs: number;
  /** By operation, so far. */
  dynamoCalls: Record<string, number>;
  /** Of any other service, so far. */
  otherCalls: number;
}

const file = process.env.KEYTURN_LOAD_SAMPLES;
const EVERY_MS = 5_000;

const dynamoCalls: Record<string, number> = {};
let otherCalls = 0;

diagnostics.subscribe("http.server.request.start", (message) => {
  const { headers } = (message as { request: IncomingMessage }).request;
  if (!headers.authorization?.startsWith("AWS4-")) return; // the API's own
  const operation = /^DynamoDB_\d+\.(\w+)$/.exec(String(headers["x-amz-target"]))?.[1];
  if (operation) dynamoCalls[operation] = (dynamoCalls[operation] ?? 0) + 1;
  else otherCalls += 1;
});

function sample(): void {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const line: Sample = {
    ...{
      at: performance.now(),
      rssBytes: rss,
      heapBytes: heapUsed + external,
      cpuMs: (user + system) / 1000,
    },
    ...{ dynamoCalls, otherCalls },
  };
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

setInterval(sample, EVERY_MS).unref();
process.on("SIGUSR2", sample);
