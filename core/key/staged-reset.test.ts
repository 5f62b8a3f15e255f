import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { resetAccessKey } from "./reset-access-key.ts";

describe("a staged reset", () => {
  test("lets both keys work, and says until when", async () => {
    const { old, fresh, answered, working, record, clock, toldOf } = await stagedScene({}, 7);
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
    for (const [request, message] of [
      [{ mode: "staged", graceHours: 169 }, "the policy grants at most 168 hours"],
      [{ graceHours: 5 }, "only a staged reset has a grace"],
    ] as const) {
      const errors = [{ path: "graceHours", message }];
      await expect(reset(request)).rejects.toMatchObject({ code: "invalid_request", more: { errors } });
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
    const { reset, record } = await stagedScene();
    const before = await record();
    expect(await codeOf(reset({ mode: "staged" }))).toBe("rotation_in_progress");
    expect(await record()).toEqual(before);
  });

  test("after an abandoned retirement recovers it, and is refused all the same", async () => {
    const { ports, reset, retire, record, clock, old } = await stagedScene();
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
    const { old, fresh, reset, working, toldOf, record } = await stagedScene();
    const { accessKeyId } = await reset({ mode: "immediate" });
    expect(working()).toEqual([accessKeyId]);
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: accessKeyId, deleteAt: null },
    ]);
    expect(await toldOf("KeyRotated")).toMatchObject([{}, { previousAccessKeyId: fresh, accessKeyId }]);
    expect(await record()).not.toHaveProperty("retiring");
  });

  test("whose creation fails has ended the old key all the same, and says so once", async () => {
    const { iam, old, fresh, reset, working, toldOf } = await stagedScene();
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
        const scene = await stagedScene();
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

test("a removal in the grace ends both keys, and tells of both", async () => {
  const { ports, connectionId, fresh, iam, toldOf, record } = await stagedScene();
  await removeAccessKey(ports, anAdmin, connectionId, fresh);
  expect(iam.allKeys()).toEqual([]);
  expect(await toldOf("KeyRemoved")).toHaveLength(1);
  expect(await toldOf("KeyRetired")).toHaveLength(1);
  expect(await record()).not.toHaveProperty("nextActionAt");
});
