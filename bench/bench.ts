import { parseArgs } from "node:util";
import { hasBrowser } from "../test/browser/support/stage.ts";
import { cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import { measureColdStarts } from "./cold-start/measure.ts";
import { measureConsole } from "./console.ts";
import { faultsOfConsole, readableConsole } from "./console-report.ts";
import { measureComparison } from "./drift.ts";
import { measureFlagging } from "./flagging.ts";
import { fillTable, listAll } from "./many-records.ts";
import { measureAll } from "./measured.ts";
import { measureOverhead } from "./overhead.ts";
import { type Operations, readable } from "./report.ts";
import { measureS3 } from "./s3.ts";
import { readableS3 } from "./s3-report.ts";
import { measureSweepMemory } from "./sweep-memory.ts";
import { faultsOf, readableSweeping, type Sweeping } from "./sweep-report.ts";
import { measureSweeps } from "./sweeps.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    records: { type: "string", default: "100000" },
    /** `sweeps`, `console`, `s3`: that part alone. */
    only: { type: "string" },
    /** A further size for the sweeps. */
    connections: { type: "string" },
    /** In MB, of the object that the memory of the laptop's S3 is measured with; 0 for none. */
    large: { type: "string", default: "1024" },
  },
});

const parts = ["sweeps", "s3", "console"] as const;
const only = parts.find((part) => part === values.only);
if (values.only !== undefined && !only) throw new Error(`--only knows ${parts.join(", ")}`);

const operations = only ? undefined : await measureOperations(Number(values.records));
const sweeping =
  !only || only === "sweeps"
    ? await measureSweeping(values.connections ? [Number(values.connections)] : [])
    : undefined;
const s3 = !only || only === "s3" ? await measureS3(Number(values.large) * 1024 ** 2) : undefined;
/** Only by itself: the handlers of its laptop read this process's environment, which is another one by then. */
const page = only === "console" && hasBrowser() ? await measureConsole() : undefined;
const text = [
  operations && readable(operations),
  sweeping && readableSweeping(sweeping),
  s3 && readableS3(s3),
  page && readableConsole(page),
].filter((part) => part !== undefined);
console.log(
  values.json
    ? JSON.stringify(
        { ...operations, ...sweeping, ...(s3 && { s3 }), ...(page && { console: page }) },
        undefined,
        2,
      )
    : text.join("\n\n"),
);
for (const fault of [...(sweeping ? faultsOf(sweeping) : []), ...(page ? faultsOfConsole(page) : [])]) {
  console.error(fault);
  process.exitCode = 1;
}

async function measureOperations(records: number): Promise<Operations> {
  const coldStarts = await measureColdStarts();
  const cloud = await openTestCloud();
  try {
    const ports = cloudPorts(cloud);
    const costs = await measureAll(cloud, ports);
    const overhead = await measureOverhead(cloud, ports);
    const org = await fillTable(cloud, ports, records);
    const listing = { records, ...(await listAll(cloud, org)) };
    return { costs, comparison: await measureComparison(500), listing, overhead, coldStarts };
  } finally {
    await cloud.close();
  }
}

async function measureSweeping(further: number[]): Promise<Sweeping> {
  const flagging = await measureFlagging();
  const memory = await measureSweepMemory();
  return { sweeps: await measureSweeps([1_000, 10_000, 100_000, ...further]), flagging, memory };
}
