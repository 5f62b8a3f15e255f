import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { type Death, dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { resetAccessKey } from "./reset-access-key.ts";
import { restoreAccessKey } from "./restore-access-key.ts";
import { retireAccessKey } from "./retire-access-key.ts";

const HOUR_MS = 60 * MINUTE_MS;

/** A connection whose key was reset in stages just now. */
async function staged(policy: object = {}, graceHours?: number) {
  const scene = await aScene();
  await changePolicy(scene.ports, anAdmin, Policy.parse(policy));
  const old = await scene.reset();
  scene.clock.advance(DAY_MS);
  await scene.relay();
  const fresh = await scene.reset({ mode: "staged", ...(graceHours && { graceHours }) });
  const { ports, connectionId } = scene;
  return {
    ...{ ...scene, old: old.accessKeyId, fresh: fresh.accessKeyId, answered: fresh },
    retire: (force = false, idempotent?: ReturnType<typeof idempotentRequest>) =>
      retireAccessKey(ports, anAdmin, connectionId, { force, ...(idempotent && { idempotent }) }),
    restore: () => restoreAccessKey(ports, anAdmin, connectionId, {}),
    /** The schedule, every hour for so long. */
    async hours(count: number) {
      for (let hour = 0; hour < count; hour++) await scene.sweep(HOUR_MS);
    },
    async toldOf(type: string) {
      return (await scene.record()).outbox.filter((event) => event.type === type).map((event) => event.data);
    },
  };
}

describe("a staged reset", () => {
  test("lets both keys work, and says until when", async () => {
    const { old, fresh, answered, working, record, clock, toldOf } = await staged({}, 7);
    expect(working().sort()).toEqual([old, fresh].sort());
    expect(answered).toMatchObject({ created: false, previousKeyStopped: false });
    const retireAt = plus(clock.now(), 7 * HOUR_MS);
    const after = await record();
    expect(after).toMatchObject({
      current: { accessKeyId: fresh, state: "active" },
      retiring: { accessKeyId: old, state: "active", retireAt, hardStopAt: plus(clock.now(), 14 * DAY_MS) },
      nextActionAt: retireAt,
      updatedBy: "Ada Admin",
    });
    expect(after).not.toHaveProperty("operation");
    expect(await toldOf("KeyRotated")).toMatchObject([
      { previousAccessKeyId: old, accessKeyId: fresh, mode: "staged", previousKeyValidUntil: retireAt },
    ]);
  });

  test("has the policy's mode and grace when the request says nothing", async () => {
    const scene = await aScene();
    const reset = { defaultMode: "staged", graceHoursDefault: 48 };
    await changePolicy(scene.ports, anAdmin, Policy.parse({ reset }));
    await scene.reset();
    await scene.reset();
    expect((await scene.record()).retiring?.retireAt).toBe(plus(scene.clock.now(), 48 * HOUR_MS));
    expect(await codeOf(scene.reset({ mode: "immediate" }))).toBe("answered");
    expect(scene.working()).toHaveLength(1);
  });

  test("with more grace than the policy grants is refused by name, and so is grace without stages", async () => {
    const { reset, record } = await aScene();
    await reset();
    const before = await record();
    for (const request of [{ mode: "staged", graceHours: 169 }, { graceHours: 5 }] as const) {
      const error = await reset(request).catch((failed: unknown) => failed);
      expect(error).toMatchObject({ code: "invalid_request", more: { errors: [{ path: "graceHours" }] } });
    }
    expect(await record()).toEqual(before);
    expect(await codeOf(reset({ mode: "staged", graceHours: 168 }))).toBe("answered");
  });

  test("for a leaked key by default is immediate", async () => {
    const scene = await aScene();
    await changePolicy(scene.ports, anAdmin, Policy.parse({ reset: { defaultMode: "staged" } }));
    await scene.reset();
    const { accessKeyId } = await scene.reset({ reason: "compromised" });
    expect(scene.working()).toEqual([accessKeyId]);
  });

  test("while one is under way is refused, and changes nothing", async () => {
    const { reset, record } = await staged();
    const before = await record();
    expect(await codeOf(reset({ mode: "staged" }))).toBe("rotation_in_progress");
    expect(await record()).toEqual(before);
  });

  test("after an abandoned retirement recovers it, and is refused all the same", async () => {
    const { ports, reset, retire, record, clock, old } = await staged();
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(retire())).toBe("died");
    clock.advance(MINUTE_MS);
    expect(await codeOf(reset({ mode: "staged" }))).toBe("rotation_in_progress");
    expect((await record()).retiring).toMatchObject({ accessKeyId: old, state: "inactive" });
  });

  test("that IAM refuses leaves the old key as the current one", async () => {
    const { iam, reset, record, working } = await aScene();
    const { accessKeyId } = await reset();
    interrupt(iam, "create", "throttled");
    expect(await codeOf(reset({ mode: "staged" }))).toBe("unavailable");
    expect(await record()).toMatchObject({ current: { accessKeyId, state: "active" } });
    expect(await record()).not.toHaveProperty("retiring");
    expect(working()).toEqual([accessKeyId]);
  });
});

describe("an immediate reset in the grace of a staged one", () => {
  test("ends the old key first, and tells of both ends", async () => {
    const { old, fresh, reset, working, toldOf, record } = await staged();
    const { accessKeyId } = await reset({ mode: "immediate" });
    expect(working()).toEqual([accessKeyId]);
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: accessKeyId, deleteAt: null },
    ]);
    expect(await toldOf("KeyRotated")).toMatchObject([{}, { previousAccessKeyId: fresh, accessKeyId }]);
    expect(await record()).not.toHaveProperty("retiring");
  });

  test("whose creation fails has ended the old key all the same, and says so once", async () => {
    const { iam, old, fresh, reset, working, toldOf } = await staged();
    interrupt(iam, "create", "throttled");
    expect(await codeOf(reset({ mode: "immediate" }))).toBe("unavailable");
    expect(working()).toEqual([fresh]);
    expect(await toldOf("KeyRetired")).toMatchObject([{ accessKeyId: old }]);
    await reset({ mode: "immediate" });
    expect(await toldOf("KeyRetired")).toHaveLength(1);
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) loses no key that works",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const scene = await staged();
        const { ports, calls } = dyingPorts(scene.ports, { call, after });
        await resetAccessKey(ports, anAdmin, scene.connectionId, {
          reason: "other",
          mode: "immediate",
        }).catch(() => undefined);
        more = calls() > call;
        for (let sweep = 0; sweep < 30; sweep++) await scene.sweep(7 * MINUTE_MS);
        const { current, retiring, operation, windows } = await scene.record();
        expect({ retiring: retiring?.state === "doomed", operation, windows }).toEqual({
          ...{ retiring: false, operation: undefined, windows: [] },
        });
        expect(scene.working()).toContain(current?.accessKeyId);
        expect(scene.working()).toHaveLength(retiring ? 2 : 1);
        const ends = await scene.toldOf("KeyRetired");
        expect(ends, `call ${call}`).toHaveLength(retiring ? 0 : 1);
      }
    },
  );
});

describe("the retirement of the old key", () => {
  test("comes when the grace is over and nobody uses it, and then it is deleted", async () => {
    const { old, fresh, hours, iam, working, record, toldOf, sweep, clock } = await staged();
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
    const { old, iam, hours, working, toldOf, record, clock } = await staged();
    for (let day = 0; day < 5; day++) {
      iam.use(old);
      await hours(24);
      expect(working()).toContain(old);
    }
    expect(await toldOf("KeyRetirementHeld")).toHaveLength(5);
    expect((await toldOf("KeyRetirementHeld")).at(-1)).toMatchObject({
      accessKeyId: old,
      lastUsed: { at: plus(clock.now(), -DAY_MS), service: "s3", region: "us-east-1" },
      lookAgainAt: plus(clock.now(), DAY_MS),
      dependents: { count: 0 },
    });
    expect((await record()).retiring).toHaveProperty("heldSince");
    await hours(24); // used two days ago: quiet
    expect(working()).not.toContain(old);
  });

  test("is held when IAM does not say whether it is in use", async () => {
    const { old, iam, hours, working, toldOf } = await staged();
    interrupt(iam, "lastUse", "unknown");
    await hours(24);
    expect(working()).toContain(old);
    expect(await toldOf("KeyRetirementHeld")).toMatchObject([{ accessKeyId: old, lastUsed: null }]);
    await hours(24);
    expect(working()).not.toContain(old);
  });

  test("comes at the hard stop although the key is in use", async () => {
    const { old, fresh, iam, hours, working } = await staged();
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
    const { old, fresh, iam, userName, hours, record, working } = await staged();
    await iam.delete({ userName }, old);
    await hours(24 + 72);
    expect(working()).toEqual([fresh]);
    expect(await record()).not.toHaveProperty("retiring");
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) comes all the same, once",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const scene = await staged();
        scene.clock.advance(24 * HOUR_MS);
        more = await dyingSweep(scene, { call, after });
        await scene.hours(3);
        expect(scene.working(), `call ${call}`).toEqual([scene.fresh]);
        expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
        scene.clock.advance(72 * HOUR_MS);
        await dyingSweep(scene, { call, after });
        await scene.hours(3);
        expect(scene.iam.allKeys()).toHaveLength(1);
        expect(await scene.record()).not.toHaveProperty("retiring");
        expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
      }
    },
  );
});

describe("retiring a key before its time", () => {
  test("ends it now, and sent again it is done already", async () => {
    const { retire, fresh, working, toldOf } = await staged();
    expect((await retire()).retiring).toMatchObject({ state: "inactive" });
    expect(working()).toEqual([fresh]);
    await retire();
    expect(await toldOf("KeyRetired")).toHaveLength(1);
  });

  test("is refused while it is in use, naming when and by what, and done with force", async () => {
    const { retire, iam, old, fresh, working, record } = await staged();
    iam.use(old);
    const before = await record();
    const error = await retire().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "key_in_use", more: { params: { service: "s3" } } });
    expect(await record()).toEqual(before);
    await retire(true);
    expect(working()).toEqual([fresh]);
  });

  test("is not done when IAM does not say whether it is in use", async () => {
    const { retire, iam, old, working } = await staged();
    interrupt(iam, "lastUse", "throttled");
    expect(await codeOf(retire())).toBe("unavailable");
    expect(working()).toContain(old);
  });

  test("is refused where there is none", async () => {
    const { ports, connectionId } = await aScene();
    expect(await codeOf(retireAccessKey(ports, anAdmin, connectionId, {}))).toBe("no_retiring_key");
    expect(await codeOf(restoreAccessKey(ports, anAdmin, connectionId, {}))).toBe("no_retiring_key");
  });

  test("replayed after somebody restored the key does nothing", async () => {
    const { retire, restore, old, working } = await staged();
    const request = idempotentRequest(anAdmin.sub, "a-key", ["retire"]);
    await retire(false, request);
    await restore();
    await retire(false, request);
    expect(working()).toContain(old);
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) either did nothing or is finished",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const scene = await staged();
        const { ports, calls } = dyingPorts(scene.ports, { call, after });
        await retireAccessKey(ports, anAdmin, scene.connectionId, {}).catch(() => undefined);
        more = calls() > call;
        await scene.sweep(2 * MINUTE_MS);
        await scene.retire();
        expect(scene.working(), `call ${call}`).toEqual([scene.fresh]);
        expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
        expect(await scene.record()).not.toHaveProperty("operation");
      }
    },
  );
});

describe("restoring a retired key", () => {
  test("makes it work again, for as long as after a new reset", async () => {
    const { retire, restore, old, fresh, working, record, clock, toldOf, hours } = await staged();
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
    const { retire, restore, hours } = await staged();
    await retire();
    await hours(72);
    expect(await codeOf(restore())).toBe("no_retiring_key");
  });

  test("is refused when somebody has deleted it in IAM, and it is forgotten", async () => {
    const { retire, restore, iam, old, userName, record } = await staged();
    await retire();
    await iam.delete({ userName }, old);
    expect(await codeOf(restore())).toBe("no_retiring_key");
    expect(await record()).not.toHaveProperty("retiring");
  });

  test("and its deletion at the same instant: one of them happens", async () => {
    for (let delay = 0; delay < 12; delay++) {
      const { retire, restore, clock, old, working, iam, sweep } = await staged();
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
        const scene = await staged();
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
    const { ports, record, clock, fresh, iam, old, hours, working } = await staged({}, 168);
    const createdAt = (await record()).retiring?.createdAt ?? "";
    await changePolicy(
      ports,
      anAdmin,
      Policy.parse({ rotation: { ...rotation, maxAgeDays: 3, deactivateAfterDays: 1 } }),
    );
    expect((await record()).retiring?.hardStopAt).toBe(plus(createdAt, 4 * DAY_MS));
    while (clock.now() < plus(createdAt, 4 * DAY_MS)) {
      iam.use(old);
      await hours(1);
    }
    expect(working()).toEqual([fresh]);
  });
});

test("a removal in the grace ends both keys, and tells of both", async () => {
  const { ports, connectionId, fresh, iam, toldOf, record } = await staged();
  await removeAccessKey(ports, anAdmin, connectionId, fresh);
  expect(iam.allKeys()).toEqual([]);
  expect(await toldOf("KeyRemoved")).toHaveLength(1);
  expect(await toldOf("KeyRetired")).toHaveLength(1);
  expect(await record()).not.toHaveProperty("nextActionAt");
});

async function dyingSweep(scene: Awaited<ReturnType<typeof staged>>, death: Death): Promise<boolean> {
  const { ports, calls } = dyingPorts(scene.ports, death);
  const { sweepShard } = await import("../sweep/sweep-shard.ts");
  for (let shard = 0; shard < 16; shard++) {
    await sweepShard(ports, { shard }, "2999-01-01T00:00:00.000Z").catch(() => undefined);
  }
  return calls() > death.call;
}
