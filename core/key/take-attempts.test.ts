import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { PatchRefused } from "../record/patch.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { anEntry } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { disableExpiredKey } from "./disable-expired-key.ts";
import { IDEMPOTENCY_ENTRIES_MAX } from "./idempotency.ts";
import { retireAccessKey } from "./retire-access-key.ts";
import { takeOperation } from "./take-operation.ts";

/** Somebody always writes just before the take does, so many times; nothing of what they did can be seen. */
async function contested(times: number) {
  const scene = await aScene();
  const { ports, ref } = scene;
  const { update } = ports.connections;
  let attempts = 0;
  ports.connections.update = async (...args) => {
    attempts += 1;
    if (attempts > 20) throw new Error("it would go on for ever");
    if (attempts <= times) throw new PatchRefused();
    return update(...args);
  };
  return { take: takeOperation(ports, { ref, kind: "issue", by: anAdmin }), attempts: () => attempts };
}

describe("a take that others are in the way of", () => {
  test("is tried six times", async () => {
    const { take, attempts } = await contested(5);
    expect(await take).toMatchObject({ operation: { kind: "issue" } });
    expect(attempts()).toBe(6);
  });

  test("is given up then, to be sent again at once", async () => {
    const { take } = await contested(6);
    await expect(take).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 1 } });
  });

  test("is of no connection that is not there", async () => {
    const { ports, ref } = await aScene();
    const take = takeOperation(ports, {
      ref: { ...ref, connectionId: "con_gone" },
      kind: "issue",
      by: anAdmin,
    });
    await expect(take).rejects.toMatchObject({
      code: "not_found",
      detail: "There is no such connection.",
    });
  });
});

describe("remembered requests that fill the record", () => {
  const idempotent = { keyHash: "kours", bodyHash: "body" };

  /** All but one have expired by now. */
  async function full() {
    const scene = await aScene();
    const { ports, ref, clock } = scene;
    const now = clock.now();
    const entries = Array.from({ length: IDEMPOTENCY_ENTRIES_MAX }, (_, n) => [
      `k${n}`,
      anEntry({ expiresAt: n === 0 ? plus(now, 1) : now }),
    ]);
    await ports.connections.update(ref, { when: [], set: { idempotency: Object.fromEntries(entries) } });
    return {
      ...scene,
      take: () => takeOperation(ports, { ref, kind: "issue", by: anAdmin, idempotent }),
    };
  }

  test("are forgotten when they have expired, and no others", async () => {
    const { take, record } = await full();
    expect(await take()).toMatchObject({ operation: { kind: "issue" } });
    expect(Object.keys((await record()).idempotency)).toEqual(["k0"]);
  });

  test("are not forgotten with one that somebody else has added meanwhile", async () => {
    const { ports, ref, clock, take, record } = await full();
    afterNext(ports.connections, "find", async () => {
      const added = { k1: anEntry({ expiresAt: plus(clock.now(), HOUR_MS) }) };
      const idempotency = { ...(await record()).idempotency, ...added };
      await ports.connections.update(ref, { when: [], set: { idempotency } });
    });
    expect(await take()).toMatchObject({ operation: { kind: "issue" } });
    expect(Object.keys((await record()).idempotency)).toEqual(["k0", "k1"]);
  });

  test("are not said to be forgotten when the database failed", async () => {
    const { ports, take, record } = await full();
    interrupt(ports.connections, "update", "ok", "throttled");
    await expect(take()).rejects.toBeInstanceOf(CallFailed);
    expect(await record()).not.toHaveProperty("operation");
  });
});

describe("what is decided on keys as they were seen is not done to those that a recovery leaves", () => {
  test("a key is not retired again whose restoration is finished on the way", async () => {
    const { ports, connectionId, iam, retire, restore, clock, old, working } = await stagedScene();
    await retire();
    interrupt(iam, "activate", "dies_before");
    expect(await codeOf(restore())).toBe("died");
    clock.advance(MINUTE_MS);
    const retired = retireAccessKey(ports, anAdmin, connectionId, { force: true });
    expect(await codeOf(retired)).toBe("key_changed");
    expect(working()).toContain(old);
  });

  test("a key is not disabled by a policy read before", async () => {
    const { ports, reset, record, clock, ref, working } = await aScene();
    const { accessKeyId } = await reset();
    await takeOperation(ports, { ref, kind: "tidy", by: anAdmin });
    clock.advance(MINUTE_MS);
    expect(await codeOf(disableExpiredKey(ports, await record()))).toBe("key_changed");
    expect(working()).toEqual([accessKeyId]);
  });

  test("a pair is not put beside an old key that came meanwhile", async () => {
    const scene = await customerScene();
    const { ports, ref, put, pairs, secrets, record } = scene;
    const seen = await record();
    const given = {
      ...{ accountId: seen.customer?.accountId ?? "", userName: "loader", reason: "other" as const },
      ...{ accessKeyId: "AKIACUSTOMER00000009", createdAt: scene.clock.now(), oldDeactivated: false },
    };
    const second = pairs.make();
    await put(second);
    const before = { keys: await scene.keys(), pending: secrets.pendingKey(ref) };
    const take = takeOperation(ports, { ref, kind: "put", by: anAdmin, seen, pair: given });
    expect(await codeOf(take)).toBe("key_changed");
    expect({ keys: await scene.keys(), pending: secrets.pendingKey(ref) }).toEqual(before);
  });

  test("a key is not restored that was restored and retired again since", async () => {
    const { ports, ref, retire, restore, record, clock } = await stagedScene();
    await retire(true);
    const seen = await record();
    clock.advance(MINUTE_MS);
    await restore();
    await retire(true);
    const take = takeOperation(ports, { ref, kind: "restore", by: anAdmin, seen });
    expect(await codeOf(take)).toBe("key_changed");
  });
});
