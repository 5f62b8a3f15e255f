import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, msBetween, plus } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { restoreAccessKey } from "./restore-access-key.ts";
import { retireAccessKey } from "./retire-access-key.ts";

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
    await expect(restore()).rejects.toMatchObject({
      ...{ code: "no_retiring_key", detail: "The retired key has been deleted in IAM." },
    });
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

describe("a key that cannot be restored", () => {
  test("is one that is doomed: it does not work again", async () => {
    const { ports, connectionId, iam, reset, record, working } = await stagedScene();
    interrupt(iam, "delete", "ok", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
    const { accessKeyId } = await reset();
    const before = await record();
    expect(before).toMatchObject({ retiring: { state: "doomed" } });
    expect(before).not.toHaveProperty("operation");
    const tried = [
      [restoreAccessKey(ports, anAdmin, connectionId, {}), "There is no retired key that could be restored."],
      [
        retireAccessKey(ports, anAdmin, connectionId, { force: true }),
        "No staged reset is under way: there is no old key to retire.",
      ],
    ] as const;
    for (const [request, detail] of tried) {
      await expect(request).rejects.toMatchObject({ code: "no_retiring_key", detail });
    }
    expect(await record()).toEqual(before);
    expect(working()).toContain(accessKeyId);
  });
});

describe("a key that has outlived its policy while it was retired", () => {
  const rotation = { maxAgeDays: 9, remindBeforeDays: [], enforcement: "deactivate", deactivateAfterDays: 1 };
  const policy = { rotation, reset: { undoHours: 720 } };
  const idempotent = idempotentRequest(anAdmin.sub, "a-key", ["restore"]);

  async function outlived() {
    const scene = await stagedScene(policy);
    const { ports, connectionId, clock, record } = scene;
    const endsAt = plus((await record()).retiring?.createdAt ?? "", 10 * DAY_MS);
    return {
      ...{ ...scene, endsAt },
      restore: () => restoreAccessKey(ports, anAdmin, connectionId, { idempotent }),
      toItsEnd: (beforeMs: number) => clock.advance(msBetween(clock.now(), endsAt) - beforeMs),
    };
  }

  test("is refused from that instant on, and nothing is begun", async () => {
    const { retire, restore, endsAt, toItsEnd, record } = await outlived();
    await retire(true);
    toItsEnd(0);
    const before = await record();
    await expect(restore()).rejects.toMatchObject({
      code: "key_too_old",
      more: { params: { endedAt: endsAt } },
    });
    expect(await record()).toEqual(before);
  });

  test("is restored a millisecond before, and the answer that comes later says so", async () => {
    const { ports, clock, retire, restore, toItsEnd, working, old } = await outlived();
    await retire(true);
    toItsEnd(1);
    const { update } = ports.connections;
    ports.connections.update = async (...args) => {
      const written = await update(...args);
      if (!written.operation) clock.advance(1);
      return written;
    };
    expect((await restore()).retiring).toMatchObject({ state: "active" });
    expect(working()).toContain(old);
  });

  test("is no answer to a request that was answered when it had not", async () => {
    const { clock, retire, restore, toItsEnd } = await outlived();
    toItsEnd(MINUTE_MS);
    await retire(true);
    await restore();
    await retire(true);
    clock.advance(MINUTE_MS);
    expect((await restore()).retiring).toMatchObject({ state: "inactive" });
  });

  test("is not what a request is told while somebody retires it", async () => {
    const { iam, retire, restore, toItsEnd } = await outlived();
    toItsEnd(0);
    interrupt(iam, "deactivate", "dies_before");
    expect(await codeOf(retire(true))).toBe("died");
    expect(await codeOf(restore())).toBe("operation_in_progress");
  });
});
