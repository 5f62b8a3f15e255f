import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { type Interruption, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { emptyVersionOf } from "./pair-secrets.ts";
import { putAccessKey } from "./put-access-key.ts";
import { recoverOperation } from "./recover-operation.ts";

/** A put whose process died at a call; its lease has run out. */
async function abandoned(method: "keep" | "promote", death: Interruption = "dies_before") {
  const scene = await customerScene();
  const { secrets, ports, put, clock, record } = scene;
  await scene.relay();
  const second = scene.pairs.make();
  interrupt(secrets, method, death);
  expect(await codeOf(put(second))).toBe("died");
  clock.advance(MINUTE_MS);
  const warned: object[] = [];
  ports.log.warn = (message, facts) => void warned.push({ message, ...facts });
  const recover = async () => recoverOperation(ports, await record());
  return { ...scene, second, warned, recover };
}

describe("the pair that becomes current", () => {
  test("takes the place of the very version that is current then", async () => {
    const { ports, connectionId, put, pairs, secrets, ref, first, record } = await customerScene();
    const froms: string[] = [];
    const promote = secrets.promote.bind(secrets);
    secrets.promote = async (to, version, from, ...rest) => {
      froms.push(from);
      return promote(to, version, from, ...rest);
    };
    const { version } = (await record()).customer ?? {};
    await put(pairs.make());
    await secrets.delete(ref);
    await ports.connections.update(ref, { when: [], set: { customer: { accountId: "111122223333" } } });
    const request = { pair: first, reason: "other" } as const;
    const { updatedBy } = await putAccessKey(ports, { ...anAdmin, name: "Bea" }, connectionId, request);
    expect(froms).toEqual([version, emptyVersionOf(ref)]);
    expect(updatedBy).toBe("Bea");
  });

  test("leaves the one before with its version and its age, so that it can be tried", async () => {
    const { put, pairs, first, record, secrets, ref, clock } = await customerScene();
    const { createdAt } = (await record()).current ?? {};
    clock.advance(DAY_MS);
    await put(pairs.make());
    const { retiring } = await record();
    expect(retiring).toMatchObject({ accessKeyId: first.accessKeyId, createdAt, confirmedAt: clock.now() });
    const version = retiring?.state === "leaving" ? retiring.version : undefined;
    expect(await secrets.read(ref, version ?? "")).toEqual(first);
  });

  test("that was there before is as old as AWS tells now, where that is older", async () => {
    const { put, pairs, first, record, clock } = await customerScene();
    const createdAt = plus(clock.now(), -90 * DAY_MS);
    await put(pairs.make());
    Object.assign(pairs.keys.get(first.accessKeyId) ?? {}, { tellsAge: true, createdAt });
    await put(first);
    expect((await record()).current).toMatchObject({ accessKeyId: first.accessKeyId, createdAt });
  });
});

describe("what is told of the old key of the change before", () => {
  test("is not its end, when force took the word for it: it may still work", async () => {
    const { put, pairs, first, told, toldOf } = await customerScene();
    await put(pairs.make());
    await put(pairs.make(), { force: true });
    expect(await told()).not.toContain("KeyRetired");
    expect((await toldOf("KeyRotated")).at(-1)).toHaveProperty("unwatchedAccessKeyId", first.accessKeyId);
  });

  test("is its end, when AWS no longer took it, and the key that had taken its place", async () => {
    const { put, pairs, first, toldOf } = await customerScene();
    const second = pairs.make();
    await put(second);
    pairs.deactivate(first.accessKeyId);
    await put(pairs.make());
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: first.accessKeyId, currentAccessKeyId: second.accessKeyId, deleteAt: null },
    ]);
    expect((await toldOf("KeyRotated")).at(-1)).not.toHaveProperty("unwatchedAccessKeyId");
  });

  test("is nothing, when it is what takes its place again", async () => {
    const { put, pairs, first, told, toldOf } = await customerScene();
    await put(pairs.make());
    await put(first);
    expect(await told()).not.toContain("KeyRetired");
    expect((await toldOf("KeyRotated")).at(-1)).not.toHaveProperty("unwatchedAccessKeyId");
  });
});

describe("the recovery of a put before its commit", () => {
  test("tells that it was abandoned, and that no key was deleted", async () => {
    const { recover, record, connectionId, toldOf, told, warned } = await abandoned("keep", "dies_after");
    const { operation } = await record();
    await recover();
    expect(await told()).toEqual(["KeyRecovered"]);
    expect(await toldOf("KeyRecovered")).toMatchObject([
      { connectionId, abandonedOperationId: operation?.originalId, deletedAccessKeyIds: [] },
    ]);
    expect(warned).toEqual([]);
  });

  test.each(["unknown", "throttled", "missing"] as const)(
    "that could not let the pair go (%s) is not over, and does it again",
    async (failure) => {
      const { recover, record, secrets, ref, second, sweep, told } = await abandoned("keep", "dies_after");
      interrupt(secrets, "drop", failure);
      expect(await codeOf(recover())).toBe("unavailable");
      expect(await record()).toMatchObject({ operation: { kind: "put", phase: "taken" } });
      expect(secrets.pendingKey(ref)).toBe(second.accessKeyId);
      await sweep(MINUTE_MS);
      expect(secrets.pendingKey(ref)).toBeUndefined();
      expect(await told()).toEqual(["KeyRecovered"]);
    },
  );

  test("that may not let the pair go is over all the same, and operators are told", async () => {
    const { recover, record, secrets, connectionId, told, warned } = await abandoned("keep", "dies_after");
    interrupt(secrets, "drop", "denied");
    await recover();
    expect(await record()).not.toHaveProperty("operation");
    expect(await told()).toEqual(["KeyRecovered"]);
    expect(warned).toEqual([{ message: "a pair that was not taken in is still kept", connectionId }]);
  });
});

describe("the recovery of a put from its commit on", () => {
  test.each(["unknown", "throttled", "denied"] as const)(
    "that could not make the pair current (%s) is not over, and does it again",
    async (failure) => {
      const { recover, record, secrets, keys, first, second, sweep, told } = await abandoned("promote");
      interrupt(secrets, "promote", failure);
      expect(await codeOf(recover())).toBe("unavailable");
      expect(await record()).toMatchObject({ operation: { kind: "put", phase: "promote" } });
      await sweep(MINUTE_MS);
      expect(await keys()).toEqual({
        ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
      });
      expect(await told()).toEqual(["KeyRotated"]);
    },
  );

  test("that finds the pair gone leaves the keys as they were, and operators are told", async () => {
    const { recover, record, secrets, ref, connectionId, first, told, toldOf, warned } =
      await abandoned("promote");
    const { operation } = await record();
    await secrets.delete(ref);
    await recover();
    expect(await record()).toMatchObject({ current: { accessKeyId: first.accessKeyId } });
    expect(await record()).not.toHaveProperty("operation");
    expect(await told()).toEqual(["KeyRecovered"]);
    expect(await toldOf("KeyRecovered")).toMatchObject([
      { abandonedOperationId: operation?.originalId, deletedAccessKeyIds: [] },
    ]);
    expect(warned).toEqual([{ message: "a pair that was to become current is gone", connectionId }]);
  });
});
