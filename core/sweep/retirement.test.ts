import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from "../clock.ts";
import { restoreAccessKey } from "../key/restore-access-key.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { presets } from "../policy/preset.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";

describe("the retirement of the old key", () => {
  test("comes when the grace is over and nobody uses it, and then it is deleted", async () => {
    const { old, fresh, hours, iam, working, record, toldOf, sweep, clock } = await stagedScene();
    await hours(23);
    expect(working()).toContain(old);
    await sweep(HOUR_MS);
    expect(working()).toEqual([fresh]);
    const deleteAt = plus(clock.now(), 72 * HOUR_MS);
    expect(await record()).toMatchObject({ retiring: { state: "inactive", deleteAt }, updatedBy: "Keyturn" });
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: fresh, deleteAt },
    ]);
    await hours(71);
    expect(iam.allKeys()).toHaveLength(2);
    await hours(1);
    expect(iam.allKeys()).toHaveLength(1);
    expect(await record()).not.toHaveProperty("retiring");
    expect(await toldOf("KeyRetired")).toHaveLength(1);
  });

  test("is held while the key is in use, is told of each day, and comes when it is quiet", async () => {
    const { old, fresh, iam, hours, working, toldOf, record, clock } = await stagedScene();
    for (let day = 0; day < 5; day++) {
      iam.use(old);
      await hours(24);
      expect(working()).toContain(old);
    }
    expect(await toldOf("KeyRetirementHeld")).toHaveLength(5);
    const use = { at: plus(clock.now(), -DAY_MS), service: "s3", region: "us-east-1" };
    const heldSince = plus(clock.now(), -4 * DAY_MS);
    const { retiring } = await record();
    expect(retiring).toMatchObject({ heldSince, retireAt: plus(clock.now(), DAY_MS), lookUp: { use } });
    expect((await toldOf("KeyRetirementHeld")).at(-1)).toMatchObject({
      ...{ accessKeyId: old, currentAccessKeyId: fresh, lastUsed: use, dependents: { count: 0 } },
      ...{ lookAgainAt: plus(clock.now(), DAY_MS), hardStopAt: plus(heldSince, 13 * DAY_MS) },
    });
    await hours(24); // used two days ago: quiet
    expect(working()).not.toContain(old);
  });

  test("is held when IAM does not say whether it is in use", async () => {
    const { old, iam, hours, working, toldOf, record } = await stagedScene();
    interrupt(iam, "lastUse", "unknown");
    await hours(24);
    expect(working()).toContain(old);
    expect(await toldOf("KeyRetirementHeld")).toMatchObject([{ accessKeyId: old, lastUsed: null }]);
    expect((await record()).retiring).not.toHaveProperty("lookUp");
    await hours(24);
    expect(working()).not.toContain(old);
  });

  test("comes at the hard stop although the key is in use", async () => {
    const { old, fresh, iam, hours, working } = await stagedScene();
    for (let hour = 0; hour < 14 * 24 - 1; hour++) {
      iam.use(old);
      await hours(1);
      expect(working()).toContain(old);
    }
    iam.use(old);
    await hours(1);
    expect(working()).toEqual([fresh]);
  });

  test("does not touch a key that somebody has deleted in IAM: it is gone", async () => {
    const { old, fresh, iam, userName, hours, record, working } = await stagedScene();
    await iam.delete({ userName }, old);
    await hours(24 + 72);
    expect(working()).toEqual([fresh]);
    expect(await record()).not.toHaveProperty("retiring");
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) comes all the same, once",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const scene = await stagedScene();
        scene.clock.advance(24 * HOUR_MS);
        more = await scene.dyingSweep({ call, after });
        await scene.hours(3);
        expect(scene.working(), `call ${call}`).toEqual([scene.fresh]);
        expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
        scene.clock.advance(72 * HOUR_MS);
        await scene.dyingSweep({ call, after });
        await scene.hours(3);
        expect(scene.iam.allKeys()).toHaveLength(1);
        expect(await scene.record()).not.toHaveProperty("retiring");
        expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
      }
    },
  );
});

describe("how long a key lives", () => {
  const rotation = { enforcement: "deactivate", deactivateAfterDays: 5 } as const;

  test("with deactivation never longer than the policy says, in a staged reset, in use, or restored", async () => {
    const scene = await aScene();
    await changePolicy(scene.ports, anAdmin, Policy.parse({ rotation }));
    const { accessKeyId: old } = await scene.reset();
    const madeAt = scene.clock.now();
    await scene.sweep(183 * DAY_MS);
    await scene.reset({ mode: "staged", graceHours: 168 });
    const end = plus(madeAt, 185 * DAY_MS);
    expect((await scene.record()).retiring).toMatchObject({ retireAt: end, hardStopAt: end });
    for (let hour = 0; hour < 47; hour++) {
      await scene.sweep(HOUR_MS);
      expect(scene.iam.use(old)).toBe(true);
    }
    await scene.sweep(HOUR_MS);
    expect(scene.working()).not.toContain(old);
    const restored = restoreAccessKey(scene.ports, anAdmin, scene.connectionId, {});
    expect(await codeOf(restored)).toBe("key_too_old");
  });

  test("is shortened by a policy that is made stricter meanwhile", async () => {
    const { ports, record, clock, fresh, iam, old, hours, working } = await stagedScene({}, 168);
    const createdAt = (await record()).retiring?.createdAt ?? "";
    await changePolicy(
      ports,
      anAdmin,
      Policy.parse({ rotation: { ...rotation, maxAgeDays: 3, deactivateAfterDays: 1 } }),
    );
    expect((await record()).retiring).toHaveProperty("hardStopAt", plus(createdAt, 4 * DAY_MS));
    while (clock.now() < plus(createdAt, 4 * DAY_MS)) {
      iam.use(old);
      await hours(1);
    }
    expect(working()).toEqual([fresh]);
  });
});

describe("a policy that is made stricter", () => {
  const strict = Policy.parse({
    rotation: { maxAgeDays: 10, enforcement: "deactivate", deactivateAfterDays: 0 },
  });

  test("stops no key before a day has gone by in which everybody was told", async () => {
    const scene = await aScene();
    const { accessKeyId } = await scene.reset();
    await scene.sweep(100 * DAY_MS);
    await changePolicy(scene.ports, anAdmin, strict);
    const stopsAt = plus(scene.clock.now(), DAY_MS);
    await scene.sweep(MINUTE_MS);
    expect(scene.working()).toEqual([accessKeyId]);
    expect((await scene.record()).outbox.at(-1)).toMatchObject({
      ...{ type: "KeyRotationOverdue", data: { daysOverdue: 90, deactivatesAt: stopsAt } },
    });
    await scene.sweep(DAY_MS);
    expect(scene.working()).toEqual([]);
    expect((await scene.told()).at(-1)).toBe("KeyDisabled");
  });

  test("gives no other day when only its contacts are others", async () => {
    const scene = await aScene();
    await scene.reset();
    await scene.sweep(100 * DAY_MS);
    await changePolicy(scene.ports, anAdmin, strict);
    await scene.sweep(20 * HOUR_MS);
    await changePolicy(scene.ports, anAdmin, { ...strict, contacts: ["team@example.com"] });
    await scene.sweep(5 * HOUR_MS);
    expect(scene.working()).toEqual([]);
  });

  test("and then generous again between the sweep's look and its act, stops no key", async () => {
    const scene = await aScene();
    const { ports } = scene;
    const { accessKeyId } = await scene.reset();
    await changePolicy(ports, anAdmin, strict);
    scene.clock.advance(12 * DAY_MS);
    beforeNext(ports.connections, "update", () => changePolicy(ports, anAdmin, Policy.parse({})));
    await scene.sweep();
    await scene.sweep(MINUTE_MS);
    expect(scene.working()).toEqual([accessKeyId]);
    expect(await scene.told()).not.toContain("KeyDisabled");
  });

  test("stops no key where the deployment has come to let none be taken away", async () => {
    const scene = await aScene();
    const { accessKeyId } = await scene.reset();
    await changePolicy(scene.ports, anAdmin, strict);
    Object.assign(scene.ports, {
      deployment: { ...scene.ports.deployment, preset: presets["cloud-dashboard"] },
    });
    await scene.sweep(12 * DAY_MS);
    await scene.sweep(MINUTE_MS);
    expect(scene.working()).toEqual([accessKeyId]);
  });
});
