import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type StartedProcess, startProcess } from "../support/started-process.ts";
import { expectStillTrue } from "../support/still-true.ts";
import { Tenant } from "../support/tenant-at-work.ts";

const ROUNDS = 5;
const DAYS_PER_MINUTE = 1 / 1440;

let dataDir: string;
let running: StartedProcess;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-kill-"));
});
afterAll(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const advance = (minutes: number) =>
  running.call("POST", "/_local/clock", { body: { advanceDays: minutes * DAYS_PER_MINUTE } });
const sweep = () => running.call("POST", "/_local/sweep");

const acknowledged = (tenants: Tenant[]) => tenants.reduce((sum, { told }) => sum + told.length, 0);

/**
 * Leases run out after a minute, and a key IAM does not know counts as gone once it is five minutes old; then what
 * IAM may still show is looked for over 15 minutes.
 */
async function recover(): Promise<void> {
  for (const minutes of [6, 6, 16]) {
    await advance(minutes);
    expect((await sweep()).status).toBe(200);
  }
}

test("killed in the middle of work, again and again, it loses nothing it acknowledged", async () => {
  const tenants = ["one", "two", "three", "four"].map((name) => new Tenant(name));
  let inDoubt = 0;
  running = await startProcess(dataDir);
  for (let round = 0; round < ROUNDS; round++) {
    const enough = acknowledged(tenants) + randomInt(2, 14);
    const work = Promise.all(tenants.map((tenant) => tenant.work(running)));
    const done = vi.waitUntil(() => acknowledged(tenants) >= enough, { timeout: 20_000, interval: 5 });
    await Promise.race([done, work]);
    await sleep(randomInt(0, 40)); // the moment is the point: any will do
    await running.kill();
    await work;
    inDoubt += tenants.flatMap((tenant) => tenant.connections).filter((one) => one.doubt).length;

    running = await startProcess(dataDir);
    if (round % 2 === 1) {
      await advance(1.1);
      const recovery = sweep().catch(() => undefined);
      await sleep(randomInt(0, 60));
      await running.kill();
      await recovery;
      running = await startProcess(dataDir);
    }
    await recover();
    for (const tenant of tenants) await expectStillTrue(running, tenant);
  }
  expect(inDoubt).toBeGreaterThan(0);
  expect(acknowledged(tenants)).toBeGreaterThan(2 * ROUNDS);
});
