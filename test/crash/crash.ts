import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../../bench/table.ts";
import { Random } from "../simulation/random.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";
import { expectStillTrue } from "../support/still-true.ts";
import { Tenant } from "../support/tenant-at-work.ts";
import { KILLS, type Kill, kill } from "./kills.ts";
import { recover } from "./recover.ts";

const USAGE = `npm run crash -- [--kills N] [--tenants N] [--seed SEED]

Starts the service in a process of its own, has tenants change keys and write objects as fast as it answers, kills it
with kill -9 while it works, starts, recovers or ends, starts it again, and checks that all it acknowledged is there,
once. Ends with 1, the seed and what was lost, and leaves the data folder. A seed repeats what is done and how long each
kill waits; the moments are real time, so that another run with it does not meet the same ones exactly.
`;
/** A data folder grows with each kill, and with it what a check looks at: then a new one is begun. */
const KILLS_A_FOLDER = 25;
const NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    tenants: { type: "string", default: "6" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    help: { type: "boolean", default: false },
  },
});
const [kills, tenantCount, seed] = [Number(values.kills), Number(values.tenants), Number(values.seed)];
const areCounts = [kills, tenantCount, seed].every((one) => Number.isSafeInteger(one) && one >= 0);
if (values.help || !areCounts || tenantCount < 1 || tenantCount > NAMES.length) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const random = new Random(seed);
const counts = { work: 0, startUp: 0, relay: 0, stopping: 0 } satisfies Record<Kill, number>;
const sums = { changes: 0, objects: 0, inDoubt: 0, looks: 0, looked: 0 };
const startedAt = performance.now();
console.log(`seed ${seed}`);
for (let done = 0; done < kills; done += KILLS_A_FOLDER) {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-crash-"));
  try {
    await killInFolder(dataDir, Math.min(KILLS_A_FOLDER, kills - done));
  } catch (error) {
    console.log(report());
    console.error(`\nseed ${seed}, data folder ${dataDir}`);
    console.error(error);
    process.exit(1); // and whatever is still under way with it
  }
  rmSync(dataDir, { recursive: true });
}
console.log(report());

async function killInFolder(dataDir: string, times: number): Promise<void> {
  const tenants = NAMES.slice(0, tenantCount).map((name) => new Tenant(name, random));
  let running: StartedProcess = await startProcess(dataDir);
  try {
    for (let n = 0; n < times; n++) {
      const kind = n === 0 ? "work" : random.weighted(KILLS);
      const after = await kill(kind, running, tenants, random);
      running = after.running;
      counts[kind] += 1;
      sums.objects += after.written;
      sums.inDoubt += doubts(tenants);
      // Several kills in a row now and then: a recovery is killed, too.
      if (random.chance(0.7) || n === times - 1) await check(running, tenants);
    }
    for (const tenant of tenants) await tenant.resetEach();
    await check(running, tenants);
    sums.changes += tenants.reduce((sum, { told }) => sum + told.length, 0);
  } finally {
    await running.kill();
  }
}

async function check(running: StartedProcess, tenants: Tenant[]): Promise<void> {
  await recover(running);
  sums.looks += 1;
  for (const tenant of tenants) sums.looked += await expectStillTrue(running, tenant);
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  console.error(`${all} of ${kills} kills, ${sums.looked} things looked at`);
}

function doubts(tenants: Tenant[]): number {
  return tenants.flatMap(({ connections }) => connections).filter(({ doubt }) => doubt).length;
}

function report(): string {
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  return [
    "",
    ...table([
      ["killed while it", "times"],
      ["worked", String(counts.work)],
      ["started", String(counts.startUp)],
      ["recovered, relayed and swept", String(counts.relay)],
      ["ended by itself", String(counts.stopping)],
    ]),
    "",
    `${sums.changes} changes and ${sums.objects} writes of objects acknowledged, ${sums.inDoubt} requests in doubt at a kill;`,
    `${sums.looks} checks of ${sums.looked} connections, objects, pipelines and events in ${minutes} minutes.`,
  ].join("\n");
}
