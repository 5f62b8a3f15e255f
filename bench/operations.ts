import { cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import type { Cost } from "./count-calls.ts";
import { type Comparison, measureComparison } from "./drift.ts";
import { fillTable, listAll } from "./many-records.ts";
import { type MeasuredName, measureAll } from "./measured.ts";
import { measureOverhead, type Overhead } from "./overhead.ts";

/** What operations ask of AWS, and what the handler adds to it. */
export interface Operations {
  costs: Record<MeasuredName, Cost>;
  comparison: Comparison;
  listing: Cost & { listed: number; records: number };
  overhead: Overhead;
}

const COMPARED = 500;

/** `records`: among how many the connections of one org are listed. */
export async function measureOperations(records: number): Promise<Operations> {
  const cloud = await openTestCloud();
  try {
    const ports = cloudPorts(cloud);
    const costs = await measureAll(cloud, ports);
    const overhead = await measureOverhead(cloud, ports);
    const org = await fillTable(cloud, ports, records);
    const listing = { records, ...(await listAll(cloud, org)) };
    return { costs, comparison: await measureComparison(COMPARED), listing, overhead };
  } finally {
    await cloud.close();
  }
}
