import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { Secret } from "../secret.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { anEntry } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { restoreAccessKey } from "./restore-access-key.ts";
import { retireAccessKey } from "./retire-access-key.ts";

const request = (key: string, body: object = {}) => ({ idempotent: idempotentRequest("user-1", key, body) });

describe("what a request asked", () => {
  const asked = (secret: string) => {
    const body = { name: "Lake", pair: { secretAccessKey: new Secret(secret) } };
    return idempotentRequest("user-1", "k1", ["POST /v1/services", {}, body]);
  };

  test("is another thing with another secret, which nobody can read out of it", () => {
    expect(asked("one-secret")).toEqual(asked("one-secret"));
    expect(asked("one-secret").bodyHash).not.toBe(asked("another-secret").bodyHash);
    expect(asked("one-secret").keyHash).toBe(asked("another-secret").keyHash);
    expect(JSON.stringify(asked("one-secret"))).not.toContain("one-secret");
  });
});

describe("an Idempotency-Key", () => {
  test("sent again is answered with the same key, without its secret, and performs nothing", async () => {
    const { reset, record, working } = await aScene();
    const first = await reset(request("k1"));
    const before = await record();
    const again = await reset(request("k1"));
    expect(again).toMatchObject({ replayed: true, accessKeyId: first.accessKeyId, created: true });
    expect(again).not.toHaveProperty("secretAccessKey");
    expect(await record()).toEqual(before);
    expect(working()).toEqual([first.accessKeyId]);
  });

  test("is answered again although the key was replaced since, and expected to be another", async () => {
    const { reset } = await aScene();
    const first = await reset({ ...request("k1"), expectedAccessKeyId: null });
    await reset();
    expect(await reset({ ...request("k1"), expectedAccessKeyId: null })).toMatchObject({
      ...{ replayed: true, accessKeyId: first.accessKeyId },
    });
  });

  test("with another body, or another caller's, is not the same", async () => {
    const { reset } = await aScene();
    const { accessKeyId } = await reset(request("k1"));
    await expect(reset(request("k1", { reason: "lost" }))).rejects.toMatchObject({
      code: "idempotency_key_reused",
      detail: "This Idempotency-Key was sent with another request before.",
    });
    const another = await reset({ idempotent: idempotentRequest("user-2", "k1", {}) });
    expect(another.accessKeyId).not.toBe(accessKeyId);
  });

  test("sent again with another body is refused where there is nothing left to do, too", async () => {
    const { retire, record } = await stagedScene();
    await retire(false, idempotentRequest("user-1", "k1", { force: false }));
    const before = await record();
    expect(before.retiring).toMatchObject({ state: "inactive" });
    const forced = retire(true, idempotentRequest("user-1", "k1", { force: true }));
    expect(await codeOf(forced)).toBe("idempotency_key_reused");
    expect(await record()).toEqual(before);
  });

  test("is remembered for a day, to the millisecond", async () => {
    const { clock, reset } = await aScene();
    const { accessKeyId } = await reset(request("k1"));
    clock.advance(DAY_MS - 1);
    expect(await reset(request("k1"))).toMatchObject({ replayed: true, accessKeyId });
    clock.advance(1);
    expect(await reset(request("k1"))).toMatchObject({ replayed: false, created: false });
  });

  test("of a request that died is performed anew: its secret was never delivered", async () => {
    const { ports, clock, reset, working } = await aScene();
    await reset();
    interrupt(ports.connections, "update", "ok", "dies_after");
    expect(await codeOf(reset(request("k1")))).toBe("died");
    clock.advance(MINUTE_MS);
    const anew = await reset(request("k1"));
    expect(anew).toMatchObject({ replayed: false });
    expect(working()).toEqual([anew.accessKeyId]);
  });

  test("is one of 20 a day; the 21st is refused, and welcome when one is forgotten", async () => {
    const { ports, ref, clock, reset, record } = await aScene();
    const expiresAt = plus(clock.now(), DAY_MS);
    const nineteen = Object.fromEntries(
      Array.from({ length: 19 }, (_, n) => [`k${n}`, anEntry({ expiresAt })]),
    );
    await ports.connections.update(ref, { when: [], set: { idempotency: nineteen } });
    await reset(request("twentieth"));
    expect(await codeOf(reset(request("another")))).toBe("too_many_idempotency_keys");
    expect(await codeOf(reset())).toBe("answered");
    clock.advance(DAY_MS);
    expect(await reset(request("another"))).toMatchObject({ replayed: false });
    expect(Object.keys((await record()).idempotency)).toHaveLength(1);
  });
});

describe("an Idempotency-Key whose request was abandoned, and finished by recovery", () => {
  const { idempotent } = request("k1", ["once"]);

  test.each(["lost", "throttled", "dies_after"] as const)("retires no key twice (%s)", async (how) => {
    const { ports, retire, restore, sweep, record } = await stagedScene();
    interrupt(ports.accessKeys, "deactivate", how);
    await codeOf(retire(true, idempotent));
    await sweep(2 * MINUTE_MS);
    expect((await record()).retiring?.state).toBe("inactive");
    await restore();
    await retire(true, idempotent);
    expect((await record()).retiring?.state).toBe("active");
  });

  test("retires no key that came since", async () => {
    const { ports, retire, reset, sweep, record } = await stagedScene();
    interrupt(ports.accessKeys, "deactivate", "lost");
    await codeOf(retire(true, idempotent));
    await sweep(2 * MINUTE_MS);
    const { accessKeyId } = await reset();
    await reset({ mode: "staged" });
    await retire(true, idempotent);
    expect((await record()).retiring).toMatchObject({ accessKeyId, state: "active" });
  });

  test("restores no key twice", async () => {
    const { ports, connectionId, retire, sweep, record } = await stagedScene();
    const restore = () => restoreAccessKey(ports, anAdmin, connectionId, { idempotent });
    await retire(true);
    interrupt(ports.accessKeys, "activate", "lost");
    await codeOf(restore());
    await sweep(2 * MINUTE_MS);
    expect((await record()).retiring?.state).toBe("active");
    await retire(true);
    await restore();
    expect((await record()).retiring?.state).toBe("inactive");
  });

  test("ends no customer's key that is leaving since", async () => {
    const { ports, connectionId, secrets, pairs, put, sweep, record } = await customerScene();
    const retire = () => retireAccessKey(ports, anAdmin, connectionId, { force: true, idempotent });
    const second = pairs.make();
    await put(second);
    interrupt(secrets, "drop", "lost");
    await codeOf(retire());
    await sweep(2 * MINUTE_MS);
    expect((await record()).retiring).toBeUndefined();
    await put(pairs.make());
    await retire();
    expect((await record()).retiring).toMatchObject({ accessKeyId: second.accessKeyId, state: "leaving" });
  });
});
