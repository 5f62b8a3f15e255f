import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { restoreAccessKey } from "./restore-access-key.ts";

describe("restoring a retired key", () => {
  test("makes it work again, for as long as after a new reset", async () => {
    const { retire, restore, old, fresh, working, record, clock, toldOf, hours } = await stagedScene();
    await retire();
    await hours(71);
    expect((await restore()).retiring).toMatchObject({ state: "active" });
    expect(working().sort()).toEqual([old, fresh].sort());
    const times = { retireAt: plus(clock.now(), DAY_MS), hardStopAt: plus(clock.now(), 14 * DAY_MS) };
    expect((await record()).retiring).toMatchObject(times);
    expect((await record()).retiring).not.toHaveProperty("deleteAt");
    expect(await toldOf("KeyRestored")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: fresh, ...times },
    ]);
    await restore();
    expect(await toldOf("KeyRestored")).toHaveLength(1);
    await hours(24);
    expect(working()).toEqual([fresh]);
    expect(await toldOf("KeyRetired")).toHaveLength(2);
  });

  test("is refused once it is deleted, or about to be", async () => {
    const { retire, restore, hours } = await stagedScene();
    await retire();
    await hours(72);
    expect(await codeOf(restore())).toBe("no_retiring_key");
  });

  test("is refused when somebody has deleted it in IAM, and it is forgotten", async () => {
    const { retire, restore, iam, old, userName, record } = await stagedScene();
    await retire();
    await iam.delete({ userName }, old);
    expect(await codeOf(restore())).toBe("no_retiring_key");
    expect(await record()).not.toHaveProperty("retiring");
  });

  test("and its deletion at the same instant: one of them happens", async () => {
    for (let delay = 0; delay < 12; delay++) {
      const { retire, restore, clock, old, working, iam, sweep } = await stagedScene();
      await retire();
      clock.advance(72 * HOUR_MS);
      const wait = async () => {
        for (let turn = 0; turn < delay; turn++) await Promise.resolve();
      };
      const [outcome] = await Promise.all([wait().then(() => codeOf(restore())), sweep()]);
      if (outcome === "answered") expect(working()).toContain(old);
      else expect(iam.allKeys().map((key) => key.accessKeyId)).not.toContain(old);
    }
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) either did nothing or is finished",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const scene = await stagedScene();
        await scene.retire();
        const { ports, calls } = dyingPorts(scene.ports, { call, after });
        await restoreAccessKey(ports, anAdmin, scene.connectionId, {}).catch(() => undefined);
        more = calls() > call;
        await scene.sweep(2 * MINUTE_MS);
        await scene.restore();
        expect(scene.working(), `call ${call}`).toHaveLength(2);
        expect(await scene.toldOf("KeyRestored")).toHaveLength(1);
        expect(await scene.record()).not.toHaveProperty("operation");
      }
    },
  );
});

describe("a policy that changes while a key is restored", () => {
  const strict = Policy.parse({
    rotation: { maxAgeDays: 1, remindBeforeDays: [], enforcement: "deactivate", deactivateAfterDays: 0 },
  });

  test("leaves a key retired that has become too old, also where a retirement was recovered first", async () => {
    const scene = await stagedScene();
    const { ports, connectionId, clock, fresh, working } = scene;
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(scene.retire(true))).toBe("died");
    await changePolicy(ports, anAdmin, strict);
    clock.advance(2 * DAY_MS);
    expect(await codeOf(restoreAccessKey(ports, anAdmin, connectionId, {}))).toBe("key_too_old");
    expect(working()).toEqual([fresh]);
    expect(await scene.toldOf("KeyRestored")).toEqual([]);
  });

  test("is told of as the record has it", async () => {
    const scene = await stagedScene();
    const { ports, iam, record } = scene;
    await scene.retire(true);
    const activate = iam.activate.bind(iam);
    iam.activate = async (...args) => {
      await activate(...args);
      await changePolicy(ports, anAdmin, strict);
    };
    await scene.restore();
    const { retiring } = await record();
    expect(retiring).toMatchObject({ state: "active" });
    const { hardStopAt } = retiring as { hardStopAt: string };
    expect(await scene.toldOf("KeyRestored")).toMatchObject([{ hardStopAt }]);
  });
});
