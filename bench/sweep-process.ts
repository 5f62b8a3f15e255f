import { MINUTE_MS, plus } from "../core/clock.ts";
import { sweepShard } from "../core/sweep/sweep-shard.ts";
import { TestClock } from "../core/testing/memory-ports.ts";
import { sweepPorts, useClock } from "../functions/ports.ts";

// The sweep of one shard in a process of its own, as the Lambda is: says how much of its heap was in use at most,
// garbage apart, before each page and at the end.

const [shard, now] = process.argv.slice(2);
useClock(new TestClock(now));
const ports = sweepPorts();
let [pages, peakBytes] = [0, 0];

function look(): void {
  globalThis.gc?.();
  peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed);
}

const agenda: typeof ports.agenda = {
  due(...args) {
    look();
    pages += 1;
    return ports.agenda.due(...args);
  },
};
await sweepShard({ ...ports, agenda }, { shard: Number(shard) }, plus(ports.clock.now(), MINUTE_MS));
look();
console.log(JSON.stringify({ pages, peakMb: peakBytes / 1e6 }));
