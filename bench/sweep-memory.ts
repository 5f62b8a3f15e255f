import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud, type TestCloud } from "../test/support/test-cloud.ts";
import { fillFleet } from "./fleet.ts";

/** What the sweep of a shard held in memory at most, with so many keys due in it. */
export interface SweepMemory {
  due: number;
  pages: number;
  peakMb: number;
}

const PROGRAM = fileURLToPath(new URL("sweep-process.ts", import.meta.url));
const FEW = { shard: 3, due: 500 };
const MANY = { shard: 4, due: 5_000 };

/** A shard with few keys due and one with many, each swept by a process of its own. */
export async function measureSweepMemory(): Promise<[few: SweepMemory, many: SweepMemory]> {
  const cloud = await openTestCloud();
  try {
    return [await sweep(cloud, FEW), await sweep(cloud, MANY)];
  } finally {
    await cloud.close();
  }
}

async function sweep(cloud: TestCloud, { shard, due }: typeof FEW): Promise<SweepMemory> {
  const now = cloud.clock.now();
  await fillFleet(cloud, { connections: 2 * due, due, shard });
  const args = ["--expose-gc", PROGRAM, String(shard), now];
  const env = { ...cloud.environment, POWERTOOLS_LOG_LEVEL: "SILENT" };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const { nominations } = await cloudPorts(cloud).agenda.due(shard, now);
  if (nominations.length > 0) throw new Error("the sweep left something that is due");
  return { due, ...JSON.parse(stdout) };
}
