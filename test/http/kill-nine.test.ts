import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kill, kill } from "../crash/kills.ts";
import { recover } from "../crash/recover.ts";
import { Random } from "../simulation/random.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";
import { expectStillTrue } from "../support/still-true.ts";
import { Tenant } from "../support/tenant-at-work.ts";

// A few of the many kills of `npm run crash`.
const ROUNDS: Kill[][] = [["work"], ["work", "relay"], ["work", "startUp"], ["work", "relay"], ["stopping"]];

let dataDir: string;
let running: StartedProcess;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-kill-"));
});
afterAll(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test("killed in the middle of work, again and again, it loses nothing it acknowledged", async () => {
  const random = new Random(Date.now());
  const tenants = ["one", "two", "three", "four"].map((name) => new Tenant(name, random));
  let [inDoubt, written] = [0, 0];
  running = await startProcess(dataDir);
  for (const kinds of ROUNDS) {
    for (const kind of kinds) {
      const after = await kill(kind, running, tenants, random);
      running = after.running;
      written += after.written;
    }
    inDoubt += tenants.flatMap(({ connections }) => connections).filter((one) => one.doubt).length;
    await recover(running);
    for (const tenant of tenants) await expectStillTrue(running, tenant);
  }
  for (const tenant of tenants) await tenant.resetEach();
  for (const tenant of tenants) await expectStillTrue(running, tenant);
  expect(inDoubt).toBeGreaterThan(0);
  expect(written).toBeGreaterThan(0);
  expect(tenants.reduce((sum, { told }) => sum + told.length, 0)).toBeGreaterThan(2 * ROUNDS.length);
});
