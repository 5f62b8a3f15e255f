import { parseArgs } from "node:util";
import { cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import { measureColdStarts } from "./cold-start/measure.ts";
import { measureComparison } from "./drift.ts";
import { measureFlagging } from "./flagging.ts";
import { fillTable, listAll } from "./many-records.ts";
import { measureAll } from "./measured.ts";
import { measureOverhead } from "./overhead.ts";
import { type Operations, readable } from "./report.ts";
import { measureSweepMemory } from "./sweep-memory.ts";
import { faultsOf, readableSweeping, type Sweeping } from "./sweep-report.ts";
import { measureSweeps } from "./sweeps.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    records: { type: "string", default: "100000" },
    /** `sweeps`: that part alone. */
    only: { type: "string" },
    /** A further size for the sweeps. */
    connections: { type: "string" },
  },
});

if (values.only !== undefined && values.only !== "sweeps") throw new Error("--only knows sweeps");
const operations = values.only ? undefined : await measureOperations(Number(values.records));
const sweeping = await measureSweeping(values.connections ? [Number(values.connections)] : []);
const text = [...(operations ? [readable(operations), ""] : []), readableSweeping(sweeping)].join("\n");
console.log(values.json ? JSON.stringify({ ...operations, ...sweeping }, undefined, 2) : text);
for (const fault of faultsOf(sweeping)) {
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
