import { parseArgs } from "node:util";
import { cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import { measureColdStarts } from "./cold-start/measure.ts";
import { fillTable, listAll } from "./many-records.ts";
import { measureAll } from "./measured.ts";
import { measureOverhead } from "./overhead.ts";
import { readable } from "./report.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, records: { type: "string", default: "100000" } },
});

const coldStarts = await measureColdStarts();
const cloud = await openTestCloud();
try {
  const ports = cloudPorts(cloud);
  const costs = await measureAll(cloud, ports);
  const overhead = await measureOverhead(cloud, ports);
  const records = Number(values.records);
  const org = await fillTable(cloud, ports, records);
  const listing = { records, ...(await listAll(cloud, org)) };
  const report = { costs, listing, overhead, coldStarts };
  console.log(values.json ? JSON.stringify(report, undefined, 2) : readable(report));
} finally {
  await cloud.close();
}
