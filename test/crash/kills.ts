import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../simulation/random.ts";
import { type StartedProcess, spawnKeyturn, startProcess } from "../support/started-process.ts";
import type { Tenant } from "../support/tenant-at-work.ts";
import { writeObjects } from "../support/writer-at-work.ts";
import { advance, sweep } from "./recover.ts";

/** Where a process is killed. The moments are real time, so a seed repeats what is asked for, and not when. */
export const KILLS = {
  /** With every tenant at work. */
  work: 50,
  /** While it starts, some time before or shortly after it is up. */
  startUp: 25,
  /** While it recovers, relays and sweeps what the one before left. */
  relay: 20,
  /** While it ends by itself. */
  stopping: 5,
} as const;
export type Kill = keyof typeof KILLS;

const WORK_MS_MAX = 2_500;
const START_MS_MAX = 900;
const RELAY_MS_MAX = 150;
const STOPPING_MS_MAX = 60;

/** Has a process do what the kind of kill asks for, and kills it. `running` is up; the one it answers is, too. */
export async function kill(
  kind: Kill,
  running: StartedProcess,
  tenants: Tenant[],
  random: Random,
): Promise<{ running: StartedProcess; written: number }> {
  const { dataDir } = running;
  let written = 0;
  if (kind === "startUp") {
    await running.kill();
    const starting = spawnKeyturn(dataDir);
    starting.child.stdout.resume();
    await sleep(random.between(0, START_MS_MAX));
    await starting.kill();
  } else if (kind === "relay") {
    await advance(running, 1.1);
    const recovery = sweep(running).catch(() => undefined);
    await sleep(random.between(0, RELAY_MS_MAX));
    await running.kill();
    await recovery;
  } else {
    const work = Promise.all(tenants.map((tenant) => tenant.work(running)));
    const writing = Promise.all(tenants.map((tenant) => writeObjects(running, tenant, random)));
    await sleep(random.between(50, WORK_MS_MAX)); // the moment is the point: any will do
    if (kind === "stopping") {
      running.signal("SIGTERM");
      await sleep(random.between(0, STOPPING_MS_MAX));
    }
    await running.kill();
    await work;
    written = (await writing).reduce((sum, one) => sum + one, 0);
  }
  return { running: await startProcess(dataDir), written };
}
