import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { inTheMiddle, putBack, restoredScene } from "../testing/restored-scene.ts";
import { codeOf, firstReminderOf } from "../testing/scene.ts";

describe("reconciling a restored table with IAM", () => {
  test("keeps a key that was given right after the backup, which the sweep would have deleted", async () => {
    const without = await inTheMiddle();
    await without.days();
    expect(without.iam.works(without.given.accessKeyId)).toBe(false);

    const scene = await inTheMiddle();
    const before = scene.stateOfIam();
    const report = await scene.run();
    expect(scene.stateOfIam()).toEqual(before);
    expect(report.counts).toMatchObject({ corrected: 1, unchanged: 0, failures: 0 });
    expect(report.connections).toMatchObject([
      {
        connectionId: scene.connectionId,
        previousAccessKeyId: scene.first.accessKeyId,
        accessKeyId: scene.given.accessKeyId,
      },
    ]);
    await scene.days();
    expect(scene.working()).toEqual([scene.given.accessKeyId]);
    expect(await scene.record()).toMatchObject({ current: { accessKeyId: scene.given.accessKeyId } });
    expect(await scene.record()).not.toHaveProperty("operation");
    expect((await scene.reset()).previousKeyStopped).toBe(true);
    expect(scene.iam.works(scene.given.accessKeyId)).toBe(false);
  });

  test("changes nothing the second time, and nothing at all when it only looks", async () => {
    const scene = await inTheMiddle();
    const restored = await scene.record();
    const looked = await scene.run({ write: false });
    expect(await scene.record()).toEqual(restored);
    const written = await scene.run();
    expect({ ...looked, written: true }).toEqual(written);
    const after = await scene.record();
    expect((await scene.run()).counts).toMatchObject({ unchanged: 1, corrected: 0 });
    expect(await scene.record()).toEqual(after);
  });

  test("tells of the correction, behind every number that was used after the backup", async () => {
    const scene = await inTheMiddle();
    const madeAt = scene.clock.now();
    const floor = Date.parse(madeAt) / 1_000;
    await scene.run({ madeAt });
    const { outbox, sequence } = await scene.record();
    expect(outbox.at(-1)).toMatchObject({
      type: "KeyReconciled",
      metadata: { sequence: floor + 1, by: "Keyturn" },
      data: {
        previousAccessKeyId: scene.first.accessKeyId,
        accessKeyId: scene.given.accessKeyId,
        state: "active",
      },
    });
    expect(sequence).toBe(floor + 1);
  });

  test("moves the numbers also where the keys were right, once", async () => {
    const scene = await restoredScene();
    await scene.reset();
    const madeAt = scene.clock.now();
    const service = () => scene.ports.services.find({ org: "acme", serviceId: scene.serviceId });
    expect((await scene.run({ madeAt })).counts.unchanged).toBe(1);
    const numbers = [(await scene.record()).sequence, (await service())?.sequence];
    expect(numbers).toEqual([Date.parse(madeAt) / 1_000, Date.parse(madeAt) / 1_000]);
    const versions = [(await scene.record()).version, (await service())?.version];
    await scene.run({ madeAt });
    expect([(await scene.record()).version, (await service())?.version]).toEqual(versions);
  });

  test("empties a connection whose key was removed, and lets a request that was answered be replayed", async () => {
    const scene = await restoredScene();
    const idempotent = { keyHash: "k1", bodyHash: "b" };
    const { accessKeyId } = await scene.reset({ idempotent });
    const then = await scene.record();
    await removeAccessKey(scene.ports, anAdmin, scene.connectionId, accessKeyId);
    const { accessKeyId: later } = await scene.reset();
    await removeAccessKey(scene.ports, anAdmin, scene.connectionId, later);
    await putBack(scene, then);
    expect((await scene.run()).counts).toMatchObject({ emptied: 1 });
    expect(await scene.record()).not.toHaveProperty("current");
    expect(await scene.reset({ idempotent })).toMatchObject({ replayed: true, accessKeyId });
    expect(scene.working()).toEqual([]);
  });

  test("of two keys destroys neither; the operator may choose the other", async () => {
    const scene = await restoredScene();
    const { accessKeyId: named } = await scene.reset();
    scene.clock.advance(MINUTE_MS);
    const { accessKeyId: other } = await scene.iam.create({ userName: scene.userName });
    const report = await scene.run();
    expect(report.counts).toMatchObject({ unchanged: 1, corrected: 0, unmanagedKeys: 1 });
    expect(report.connections).toMatchObject([{ accessKeyId: named, unmanaged: [{ accessKeyId: other }] }]);
    expect(await scene.told()).toContain("UnmanagedKeyDetected");
    const chosen = await scene.run({ preferred: new Map([[scene.connectionId, other]]) });
    expect(chosen).toMatchObject({ counts: { corrected: 1 }, failures: [] });
    expect(await scene.record()).toMatchObject({ current: { accessKeyId: other }, unmanagedIds: [named] });
    await scene.days();
    expect(scene.working().sort()).toEqual([named, other].sort());
  });

  test("says when a preferred key is not there", async () => {
    const scene = await restoredScene();
    const report = await scene.run({ preferred: new Map([[scene.connectionId, "AKIANOBODYSKEY000001"]]) });
    expect(report.failures).toMatchObject([
      { of: scene.connectionId, error: expect.stringContaining("AKIANOBODYSKEY000001") },
    ]);
  });

  test("finishes a deletion of a doomed key, and a removal, that had begun before the backup", async () => {
    const scene = await restoredScene();
    const { accessKeyId } = await scene.reset();
    scene.clock.advance(10 * MINUTE_MS);
    interrupt(scene.iam, "delete", "dies_before");
    expect(await codeOf(removeAccessKey(scene.ports, anAdmin, scene.connectionId, accessKeyId))).toBe("died");
    scene.clock.advance(10 * MINUTE_MS);
    await scene.run();
    expect(scene.working()).toEqual([accessKeyId]);
    await scene.days();
    expect(scene.working()).toEqual([]);
    expect((await scene.record()).outbox.at(-1)?.type).toBe("KeyRemoved");
  });

  test("deletes a key that a reset had doomed before the backup, and leaves nothing to do", async () => {
    const scene = await restoredScene();
    const { accessKeyId: old } = await scene.reset();
    scene.clock.advance(10 * MINUTE_MS);
    interrupt(scene.iam, "delete", "dies_before");
    expect(await codeOf(scene.reset())).toBe("died");
    scene.clock.advance(10 * MINUTE_MS);
    expect((await scene.run()).counts).toMatchObject({ corrected: 1 });
    expect(scene.working()).toHaveLength(2);
    await scene.days();
    expect(scene.working()).toEqual([(await scene.record()).current?.accessKeyId]);
    expect(scene.working()).not.toContain(old);
    expect((await scene.record()).nextActionAt).toBe(firstReminderOf(await scene.record()));
  });

  test("stops a leaked key whose reset had only begun before the backup", async () => {
    const scene = await restoredScene();
    const { accessKeyId } = await scene.reset();
    interrupt(scene.iam, "deactivate", "dies_before");
    expect(await codeOf(scene.reset({ reason: "compromised" }))).toBe("died");
    scene.clock.advance(10 * MINUTE_MS);
    await scene.run();
    await scene.days();
    expect(scene.iam.works(accessKeyId)).toBe(false);
    expect(await scene.record()).toMatchObject({ current: { accessKeyId, state: "inactive" } });
  });
});
