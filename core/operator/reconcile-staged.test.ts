import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { restoreAccessKey } from "../key/restore-access-key.ts";
import { retireAccessKey } from "../key/retire-access-key.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { putBack, restoredScene } from "../testing/restored-scene.ts";

/** A staged reset some hours before the backup, with a grace of a day, and what happened to its old key after it. */
async function aStagedReset() {
  const scene = await restoredScene();
  const { ports, clock, connectionId, iam } = scene;
  const { accessKeyId: old } = await scene.reset();
  const { accessKeyId: fresh } = await scene.reset({ mode: "staged" });
  return {
    ...{ ...scene, old, fresh },
    later: (hours: number) => clock.advance(hours * HOUR_MS),
    retire: () => retireAccessKey(ports, anAdmin, connectionId, {}),
    restore: () => restoreAccessKey(ports, anAdmin, connectionId, {}),
    exists: (id: string) => iam.allKeys().some((key) => key.accessKeyId === id),
  };
}

describe("the old key of a staged reset, after a restore", () => {
  test("that was retired after the backup is not told to have been deleted, and can be restored", async () => {
    const scene = await aStagedReset();
    const { later, retire, run, sweep, restore, record, old, fresh, working } = scene;
    const then = await record();
    later(1);
    await retire();
    later(1);
    await putBack(scene, then);
    const report = await run({ madeAt: scene.clock.now() });
    expect(report.counts).toMatchObject({ corrected: 1 });
    expect(report.connections).toMatchObject([
      { accessKeyId: fresh, retiring: { accessKeyId: old, state: "inactive" }, unmanaged: [] },
    ]);
    await sweep(70 * HOUR_MS);
    await restore();
    expect(working().sort()).toEqual([old, fresh].sort());
  });

  test("that was restored after the backup works for as long as its users were told", async () => {
    const scene = await aStagedReset();
    const { later, retire, restore, run, sweep, record, old, iam, exists } = scene;
    await retire();
    const then = await record();
    later(70);
    await restore();
    later(1);
    await putBack(scene, then);
    await run({ madeAt: scene.clock.now() });
    await sweep(22 * HOUR_MS); // the record had it deleted long before
    expect(iam.works(old)).toBe(true);
    await sweep(3 * HOUR_MS);
    expect([iam.works(old), exists(old)]).toEqual([false, true]);
  });

  test("that was both works for as long, which is all that is written, once", async () => {
    const scene = await aStagedReset();
    const { later, retire, restore, run, sweep, record, old, iam } = scene;
    const then = await record();
    later(20);
    await retire();
    await restore();
    await putBack(scene, then);
    const madeAt = scene.clock.now();
    const report = await run({ madeAt });
    expect(report).toMatchObject({ counts: { unchanged: 1, corrected: 0 }, connections: [] });
    const { version } = await record();
    await run({ madeAt });
    expect((await record()).version).toBe(version);
    await sweep(10 * HOUR_MS); // six hours after the record had it retired
    expect(iam.works(old)).toBe(true);
    await sweep(15 * HOUR_MS);
    expect(iam.works(old)).toBe(false);
  });

  test("of a reset after the backup is kept, and the new one is current when the old one is retired", async () => {
    const scene = await restoredScene();
    const { accessKeyId: old } = await scene.reset();
    const then = await scene.record();
    scene.clock.advance(HOUR_MS);
    const { accessKeyId: fresh } = await scene.reset({ mode: "staged" });
    await retireAccessKey(scene.ports, anAdmin, scene.connectionId, {});
    await putBack(scene, then);
    const report = await scene.run();
    expect(report.connections).toMatchObject([
      { accessKeyId: fresh, retiring: null, unmanaged: [{ accessKeyId: old, active: false }] },
    ]);
    await scene.days();
    expect(scene.working()).toEqual([fresh]);
    expect(scene.iam.allKeys()).toHaveLength(2);
  });
});
