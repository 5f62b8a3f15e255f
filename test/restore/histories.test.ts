import { expect, test } from "vitest";
import { reconcile } from "../../core/operator/reconcile.ts";
import { sequenceFloor } from "../../core/operator/reconcile-patch.ts";
import { memoryUsers } from "../../core/testing/memory-operator.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import { RandomHistory } from "./random-history.ts";

const HISTORIES = 150;

interface Ended {
  broken: string[];
  given: number;
}

/** What a restore at any moment of the history costs those who were given keys. */
async function restored(seed: number, reconciles: boolean): Promise<Ended> {
  const history = new RandomHistory(seed);
  await history.run();
  const madeAt = history.restore();
  if (reconciles) {
    const ports = {
      ...history.ports,
      allRecords: { ...history.ports.allRecords, tableMadeAt: async () => madeAt },
      users: memoryUsers(history.world.iam),
    };
    const { iam } = history.world;
    const before = structuredClone([...iam.users, ...iam.tags]);
    const run = () => reconcile(ports, { write: true, preferred: new Map(), cellIds: ["main"] });
    const report = await run();
    expect(report.failures).toEqual([]);
    expect(await history.unnamed()).toEqual([]);
    const policy = await history.ports.policies.find(anAdmin);
    expect(policy?.sequence ?? Infinity).toBeGreaterThanOrEqual(sequenceFloor(madeAt));
    const again = await run();
    expect(again.counts).toMatchObject({ corrected: 0, emptied: 0 });
    expect([...iam.users, ...iam.tags]).toEqual(before);
  }
  const broken = await history.goOn();
  return { broken, given: history.given.size };
}

test(`${HISTORIES} tables restored from any moment and reconciled cost nobody a key`, async () => {
  let given = 0;
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const ended = await restored(seed, true);
    expect(ended.broken, `seed ${seed}`).toEqual([]);
    given += ended.given;
  }
  expect(given).toBeGreaterThan(HISTORIES);
});

test("not reconciled, some of them do", async () => {
  let harmed = 0;
  for (let seed = 1; seed <= HISTORIES; seed++) harmed += (await restored(seed, false)).broken.length;
  expect(harmed).toBeGreaterThan(5);
});
