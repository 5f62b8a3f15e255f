// A Lambda's first event: loads a bundle, hands it one event, says what that took, and ends. Plain JavaScript, because
// Lambda's runtime strips no types before it begins either.
import { readFileSync, writeSync } from "node:fs";

const [, , bundle, event] = process.argv;
const { handler } = await import(bundle);
const context = { awsRequestId: "bench", getRemainingTimeInMillis: () => 20_000 };
const answer = await handler(JSON.parse(event), context);
const { user, system } = process.cpuUsage();
const cpuMs = (user + system) / 1_000;
const peakRssMb = peakRssKb() / 1_024;
writeSync(1, JSON.stringify({ answer, cpuMs, peakRssMb }));
process.exit(0);

/** Linux counts the parent's memory at the fork into maxRSS, and not into VmHWM. */
function peakRssKb() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}
