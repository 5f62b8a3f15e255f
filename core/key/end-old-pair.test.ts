import { describe, expect, test } from "vitest";
import type { Caller } from "../caller/caller.ts";
import { DAY_MS, plus, SECOND_MS } from "../clock.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { forgetSoon } from "../testing/forget-soon.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { type RetireRequest, retireAccessKey } from "./retire-access-key.ts";

const idempotent = idempotentRequest(anAdmin.sub, "a-key", ["retire"]);

/** A customer's connection whose first pair was replaced, and the request that says the old key is deleted. */
async function rotated() {
  const scene = await customerScene();
  const second = scene.pairs.make();
  await scene.put(second);
  await scene.relay();
  const end = (request: RetireRequest = {}, caller: Caller = anAdmin) =>
    retireAccessKey(scene.ports, caller, scene.connectionId, request);
  const old = scene.first.accessKeyId;
  /** The old key is activated again, given again, and replaced again. */
  const comesBack = async () => {
    scene.clock.advance(SECOND_MS);
    scene.pairs.activate(old);
    await scene.put(scene.first);
    await scene.put(second);
  };
  return { ...scene, second, old, end, comesBack };
}

describe("the end of a customer's old key", () => {
  test("is refused while AWS takes it, which names the key", async () => {
    const { end, record, old } = await rotated();
    const before = await record();
    await expect(end()).rejects.toMatchObject({
      code: "old_key_still_works",
      detail: `AWS still takes the old key ${old}. Deactivate it in IAM, and delete it; with force your word is taken for it.`,
      more: { params: { accessKeyId: old } },
    });
    expect(await record()).toEqual(before);
  });

  test.each(["unknown", "throttled", "denied"] as const)(
    "is refused for half a minute when AWS does not say whether it takes it (%s)",
    async (failure) => {
      const { end, record, pairs, old } = await rotated();
      pairs.deactivate(old);
      const before = await record();
      interrupt(pairs, "identify", failure);
      await expect(end()).rejects.toMatchObject({
        code: "unavailable",
        detail: expect.stringContaining("or with force"),
        more: { retryAfterSeconds: 30 },
      });
      expect(await record()).toEqual(before);
    },
  );

  test("is refused when the key was given again meanwhile, and replaced again: it may work", async () => {
    const { end, comesBack, ports, pairs, record, old } = await rotated();
    pairs.deactivate(old);
    afterNext(ports.pairChecks, "identify", comesBack);
    expect(await codeOf(end())).toBe("key_changed");
    expect((await record()).retiring).toMatchObject({ accessKeyId: old, state: "leaving" });
  });

  test("is not told with another key's coming when it was given again meanwhile, and replaced again", async () => {
    const { put, comesBack, ports, pairs, record, old, told } = await rotated();
    pairs.deactivate(old);
    beforeNext(ports.connections, "update", comesBack);
    expect(await codeOf(put(pairs.make()))).toBe("key_changed");
    expect((await record()).retiring).toMatchObject({ accessKeyId: old, state: "leaving" });
    expect(await told()).not.toContain("KeyRetired");
  });

  test("is refused where there is none", async () => {
    const { put, pairs, connectionId, ports } = await customerScene();
    await expect(retireAccessKey(ports, anAdmin, connectionId, { force: true })).rejects.toMatchObject({
      code: "no_retiring_key",
      detail: "There is no old key that could be deleted.",
    });
    expect(await codeOf(put(pairs.make()))).toBe("answered");
  });

  test("is told of, with the key that took its place, and seen under who asked for it", async () => {
    const { end, record, pairs, old, second, clock, toldOf } = await rotated();
    pairs.deactivate(old);
    clock.advance(DAY_MS);
    await end({}, { ...anAdmin, name: "Bea" });
    expect(await record()).toMatchObject({ updatedBy: "Bea", updatedOn: clock.now() });
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: second.accessKeyId, deleteAt: null },
    ]);
  });

  test("of which no version of the secret is known asks nothing of the secret", async () => {
    const { end, record, ports, ref, old, secrets } = await rotated();
    const { retiring } = await record();
    if (retiring?.state !== "leaving") throw new Error("there is no old pair");
    const { version: _, ...unkept } = retiring;
    await ports.connections.update(ref, { when: [], set: { retiring: unkept } });
    interrupt(secrets, "drop", "dies_before");
    await end({ force: true });
    expect(await record()).not.toHaveProperty("retiring");
    expect(secrets.previousKey(ref)).toBe(old);
  });
});

describe("the same end with an Idempotency-Key", () => {
  test("is remembered for a day by the key that ended, and answered as it is by then", async () => {
    const { end, record, old, clock } = await rotated();
    await end({ force: true, idempotent });
    const after = await record();
    const { keyHash, bodyHash } = idempotent;
    expect(after.idempotency[keyHash]).toEqual({
      ...{ bodyHash, operationId: after.lastOperationId, accessKeyId: old, created: false },
      expiresAt: plus(clock.now(), DAY_MS),
    });
    expect(await end({ idempotent })).toEqual(after);
    const another = { ...idempotent, bodyHash: "another" };
    expect(await codeOf(end({ idempotent: another }))).toBe("idempotency_key_reused");
    expect(await record()).toEqual(after);
  });

  test("that was answered while AWS was asked is not done twice", async () => {
    const { end, record, pairs, old, told } = await rotated();
    pairs.deactivate(old);
    afterNext(pairs, "identify", () => end({ force: true, idempotent }));
    const answered = await end({ idempotent });
    expect(answered).toEqual(await record());
    expect(await told()).toEqual(["KeyRetired"]);
  });

  test.each(["a key came since", "there is none"])(
    "that is forgotten while it is answered ends nothing: %s",
    async (since) => {
      const scene = await rotated();
      const { end, put, pairs, record } = scene;
      await end({ force: true, idempotent });
      if (since === "a key came since") await put(pairs.make());
      const before = await record();
      await forgetSoon(scene, idempotent);
      expect(await codeOf(end({ idempotent }))).toBe("answered");
      expect(await record()).toEqual(before);
    },
  );
});
