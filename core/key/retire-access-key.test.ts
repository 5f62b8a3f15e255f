import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { forgetSoon } from "../testing/forget-soon.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { restoreAccessKey } from "./restore-access-key.ts";
import { retireAccessKey, retireByItself } from "./retire-access-key.ts";

describe("retiring a key before its time", () => {
  test("ends it now, and sent again it is done already", async () => {
    const { retire, fresh, working, toldOf } = await stagedScene();
    expect((await retire()).retiring).toMatchObject({ state: "inactive" });
    expect(working()).toEqual([fresh]);
    await retire();
    expect(await toldOf("KeyRetired")).toHaveLength(1);
  });

  test("is refused while it is in use, naming when and by what, and done with force", async () => {
    const { retire, iam, old, fresh, working, record } = await stagedScene();
    iam.use(old);
    const before = await record();
    const error = await retire().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "key_in_use", more: { params: { service: "s3" } } });
    expect(await record()).toEqual(before);
    await retire(true);
    expect(working()).toEqual([fresh]);
  });

  test("is done once nobody has used it for the hours of the policy", async () => {
    const { retire, iam, clock, old, fresh, working } = await stagedScene({ reset: { quietHours: 12 } });
    iam.use(old);
    clock.advance(12 * HOUR_MS);
    expect(await codeOf(retire())).toBe("key_in_use");
    clock.advance(1);
    await retire();
    expect(working()).toEqual([fresh]);
  });

  test("is remembered as what ended that key, and as nothing that made one", async () => {
    const { retire, old, record } = await stagedScene();
    const request = idempotentRequest(anAdmin.sub, "a-key", ["retire"]);
    await retire(false, request);
    expect((await record()).idempotency[request.keyHash]).toMatchObject({ accessKeyId: old, created: false });
  });

  test("waits for a restoration that is under way, whoever uses the key", async () => {
    const { retire, restore, iam, old } = await stagedScene();
    iam.use(old);
    await retire(true);
    interrupt(iam, "activate", "dies_before");
    expect(await codeOf(restore())).toBe("died");
    expect(await codeOf(retire())).toBe("operation_in_progress");
  });

  test("is not done when IAM does not say whether it is in use", async () => {
    const { retire, iam, old, working } = await stagedScene();
    interrupt(iam, "lastUse", "throttled");
    await expect(retire()).rejects.toMatchObject({
      ...{ code: "unavailable", more: { retryAfterSeconds: 30 } },
      detail:
        "AWS did not say whether the key is in use. Send the same request again, or retire it with force.",
    });
    expect(working()).toContain(old);
  });

  test("is not done before IAM has said that the key is deactivated", async () => {
    const { retire, iam, old, record, sweep, working } = await stagedScene();
    interrupt(iam, "deactivate", "unknown");
    expect(await codeOf(retire())).toBe("unavailable");
    expect(await record()).toMatchObject({ retiring: { state: "active" }, operation: { kind: "retire" } });
    await sweep(MINUTE_MS);
    expect(await record()).toMatchObject({ retiring: { accessKeyId: old, state: "inactive" } });
    expect(working()).not.toContain(old);
  });

  test("is refused where there is none", async () => {
    const { ports, connectionId } = await aScene();
    expect(await codeOf(retireAccessKey(ports, anAdmin, connectionId, {}))).toBe("no_retiring_key");
    expect(await codeOf(restoreAccessKey(ports, anAdmin, connectionId, {}))).toBe("no_retiring_key");
  });

  test("replayed after somebody restored the key does nothing", async () => {
    const { retire, restore, old, working } = await stagedScene();
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
        const scene = await stagedScene();
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

describe("what is decided on what was seen", () => {
  const request = idempotentRequest(anAdmin.sub, "a-key", ["retire"]);

  test("a request of more than a day ago is a new one: a key that is in use by now is not retired", async () => {
    const { retire, restore, old, iam, clock, working } = await stagedScene();
    await retire(false, request);
    await restore();
    clock.advance(25 * HOUR_MS);
    iam.use(old);
    expect(await codeOf(retire(false, request))).toBe("key_in_use");
    expect(working()).toContain(old);
  });

  test("a retirement that is forgotten while it is answered ends no key that was restored since", async () => {
    const scene = await stagedScene();
    const { retire, restore, iam, old, working } = scene;
    await retire(false, request);
    await restore();
    iam.use(old);
    await forgetSoon(scene, request);
    expect(await codeOf(retire(false, request))).toBe("answered");
    expect(working()).toContain(old);
  });

  test("a restoration that is forgotten while it is answered revives no key that was retired since", async () => {
    const scene = await stagedScene();
    const { ports, connectionId, retire, old, working } = scene;
    const restore = () => restoreAccessKey(ports, anAdmin, connectionId, { idempotent: request });
    await retire();
    await restore();
    await retire();
    await forgetSoon(scene, request);
    expect(await codeOf(restore())).toBe("answered");
    expect(working()).not.toContain(old);
  });

  test("a key that was restored since the look is not retired by it, neither by a caller nor by the schedule", async () => {
    for (const ask of ["caller", "schedule"]) {
      const scene = await stagedScene();
      const { ports, connectionId, iam, old, working, clock, sweep } = scene;
      clock.advance(24 * HOUR_MS);
      afterNext(iam, "lastUse", async () => {
        await scene.retire(true);
        clock.advance(1_000);
        await scene.restore();
        iam.use(old);
      });
      if (ask === "schedule") await sweep();
      else expect(await codeOf(retireAccessKey(ports, anAdmin, connectionId, {}))).toBe("key_changed");
      expect(working()).toContain(old);
      expect(await scene.toldOf("KeyRetired")).toHaveLength(1);
    }
  });

  test("the schedule retires nothing in a record that has changed at all since its look, and counts as nobody", async () => {
    const { ports, ref, record, fresh, old, working } = await stagedScene();
    const seen = await record();
    await ports.connections.update(ref, { when: [] });
    expect(await codeOf(retireByItself(ports, seen))).toBe("key_changed");
    expect(working().sort()).toEqual([old, fresh].sort());
    const { recentOperations } = await record();
    await retireByItself(ports, await record());
    expect(working()).toEqual([fresh]);
    expect((await record()).recentOperations).toEqual(recentOperations);
  });

  test("a key so young that IAM does not know it yet may be in use", async () => {
    const scene = await aScene();
    await scene.reset();
    await scene.reset({ mode: "staged" });
    interrupt(scene.iam, "lastUse", "missing");
    const retired = retireAccessKey(scene.ports, anAdmin, scene.connectionId, {});
    expect(await codeOf(retired)).toBe("unavailable");
    expect(scene.working()).toHaveLength(2);
  });

  test("retiring and restoring count among the operations of a minute", async () => {
    const { retire, restore, clock } = await stagedScene();
    const codes = [];
    for (let n = 0; n < 3; n++) codes.push(await codeOf(retire(true)), await codeOf(restore()));
    expect(codes.filter((code) => code === "too_many_operations")).toHaveLength(1);
    clock.advance(MINUTE_MS);
    expect(await codeOf(retire(true))).toBe("answered");
  });
});
