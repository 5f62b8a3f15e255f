import { describe, expect, test } from "vitest";
import { plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import type { KeyPair } from "./key-pair.ts";
import { CALLS_END_MS, LEASE_MS } from "./operation.ts";
import { putAccessKey } from "./put-access-key.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { takeOperation } from "./take-operation.ts";

type Scene = Awaited<ReturnType<typeof aCustomers>>;

async function aCustomers() {
  const scene = await customerScene();
  return {
    ...scene,
    remove: async (accessKeyId: string) =>
      removeAccessKey(scene.ports, anAdmin, scene.connectionId, accessKeyId),
    beginRemoval: async () =>
      takeOperation(scene.ports, { ref: scene.ref, kind: "remove", by: anAdmin, seen: await scene.record() }),
    /** Does something while AWS is asked about the next pair: after the record was read, and before it is taken. */
    meanwhile(act: () => Promise<unknown>) {
      const { pairs } = scene;
      beforeNext(pairs, "list", () => act());
    },
  };
}

describe("a put that is refused before AWS is asked", () => {
  test("is one where Keyturn makes the keys", async () => {
    const { ports, pairs, secrets, connectionId, reset, record } = await aScene();
    await reset();
    const before = await record();
    pairs.isSilent = true;
    const put = putAccessKey(ports, anAdmin, connectionId, { pair: pairs.make(), reason: "other" });
    await expect(put).rejects.toMatchObject({
      code: "provider_managed",
      detail: "Keyturn makes the keys of this connection itself. Reset the key instead (POST …/access-key).",
    });
    expect(await record()).toEqual(before);
    expect(secrets.secrets.size).toBe(0);
  });

  test("is one that expects another key than there is, and says which there is", async () => {
    const { put, pairs, first, remove } = await aCustomers();
    pairs.isSilent = true;
    const expectedAccessKeyId = "AKIASOMEOTHERKEY0001";
    await expect(put(pairs.make(), { expectedAccessKeyId })).rejects.toMatchObject({
      code: "key_changed",
      more: { params: { accessKeyId: first.accessKeyId } },
    });
    await remove(first.accessKeyId);
    await expect(put(pairs.make(), { expectedAccessKeyId })).rejects.toMatchObject({
      code: "key_changed",
      more: { params: { accessKeyId: "" } },
    });
  });
});

describe("a put of a pair, while AWS is asked about which", () => {
  const rivals: [what: string, outcome: string, act: (scene: Scene, pair: KeyPair) => Promise<unknown>][] = [
    ["the same pair was put", "answered", ({ put }, pair) => put(pair)],
    ["another pair was put", "key_changed", ({ put, pairs }) => put(pairs.make())],
    ["the key was removed", "key_changed", ({ remove, first }) => remove(first.accessKeyId)],
    ["a removal began", "operation_in_progress", ({ beginRemoval }) => beginRemoval()],
  ];

  test.each(rivals)("when %s is %s, and changes nothing", async (_, outcome, act) => {
    const scene = await aCustomers();
    const { put, pairs, meanwhile, record } = scene;
    const pair = pairs.make();
    let after: Connection | undefined;
    meanwhile(async () => {
      await act(scene, pair);
      after = await record();
    });
    expect(await codeOf(put(pair))).toBe(outcome);
    expect(await record()).toEqual(after);
  });

  test("where there was no key is refused when another pair became the first", async () => {
    const { put, pairs, first, remove, meanwhile, keys } = await aCustomers();
    await remove(first.accessKeyId);
    const other = pairs.make();
    meanwhile(() => put(other));
    expect(await codeOf(put(pairs.make()))).toBe("key_changed");
    expect(await keys()).toEqual({ read: other.accessKeyId, current: other.accessKeyId });
  });

  test("when the same pair was put, and its removal has begun since, is not answered as done", async () => {
    const { put, pairs, ports, meanwhile, beginRemoval } = await aCustomers();
    const pair = pairs.make();
    meanwhile(async () => {
      await put(pair);
      const { find } = ports.connections;
      let finds = 0;
      ports.connections.find = async (ref) => {
        finds++;
        if (finds === 2) ports.connections.find = find;
        if (finds === 2) await beginRemoval();
        return find(ref);
      };
    });
    expect(await codeOf(put(pair))).toBe("key_changed");
  });

  test("when the old key of the change before was ended is refused: another may have taken its place", async () => {
    const { put, pairs, first, retire, meanwhile, record } = await aCustomers();
    await put(pairs.make());
    pairs.deactivate(first.accessKeyId);
    meanwhile(() => retire());
    const third = pairs.make();
    expect(await codeOf(put(third))).toBe("key_changed");
    expect(await record()).not.toHaveProperty("retiring");
    expect(await codeOf(put(third))).toBe("answered");
  });
});

describe("a put that finds an operation abandoned", () => {
  async function abandonedPut() {
    const scene = await aCustomers();
    const second = scene.pairs.make();
    interrupt(scene.secrets, "promote", "dies_before");
    expect(await codeOf(scene.put(second))).toBe("died");
    scene.clock.advance(LEASE_MS);
    return { ...scene, second };
  }

  test("of the same pair is answered by its recovery, whichever of the two keys is expected", async () => {
    for (const expects of ["first", "second"] as const) {
      const scene = await abandonedPut();
      const { put, second, keys, first, toldOf } = scene;
      await put(second, { expectedAccessKeyId: scene[expects].accessKeyId });
      expect(await keys()).toEqual({
        ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
      });
      expect(await toldOf("KeyRotated")).toHaveLength(1);
    }
  });

  test("of another pair is not answered as done because its own was current before", async () => {
    const { put, first, second, keys } = await abandonedPut();
    await expect(put(first)).rejects.toMatchObject({
      code: "key_changed",
      more: { params: { accessKeyId: second.accessKeyId } },
    });
    expect((await keys()).read).toBe(second.accessKeyId);
  });

  test("that removes the key is taken after it, where no key is expected", async () => {
    const { put, pairs, first, secrets, remove, clock, keys } = await aCustomers();
    interrupt(secrets, "delete", "dies_before");
    expect(await codeOf(remove(first.accessKeyId))).toBe("died");
    clock.advance(LEASE_MS);
    const second = pairs.make();
    await put(second, { expectedAccessKeyId: null });
    expect(await keys()).toEqual({ read: second.accessKeyId, current: second.accessKeyId });
  });
});

describe("a put of the pair that is current", () => {
  test.each(["unknown", "throttled", "denied"] as const)(
    "changes nothing when nobody can tell whether it is kept (%s)",
    async (failure) => {
      const { put, first, secrets, record } = await aCustomers();
      const before = await record();
      interrupt(secrets, "read", failure);
      expect(await put(first)).toEqual(before);
      expect(await record()).toEqual(before);
    },
  );

  test("whose look into the secret fails for no fault of AWS's is not taken as done", async () => {
    const { put, first, secrets } = await aCustomers();
    interrupt(secrets, "read", "dies_before");
    expect(await codeOf(put(first))).toBe("died");
  });

  test("of which no version is known keeps it anew, and says which", async () => {
    const { put, first, ports, ref, record, secrets } = await aCustomers();
    const accountId = "111122223333";
    await ports.connections.update(ref, { when: [], set: { customer: { accountId } } });
    await put(first);
    const { version = "" } = (await record()).customer ?? {};
    expect(await secrets.read(ref, version)).toEqual(first);
  });

  test("that is refused for another reason than a changed key is refused, though it is current", async () => {
    const { put, first, ports, ref, secrets, clock } = await aCustomers();
    await secrets.delete(ref);
    const recentOperations = Array<string>(6).fill(clock.now());
    await ports.connections.update(ref, { when: [], set: { recentOperations } });
    expect(await codeOf(put(first))).toBe("too_many_operations");
    expect(secrets.secrets.size).toBe(0);
  });

  test("has to do with no other pair: that is taken in, though the secret cannot be read", async () => {
    const { put, pairs, secrets, keys } = await aCustomers();
    const second = pairs.make();
    interrupt(secrets, "read", "unknown");
    await put(second);
    expect((await keys()).current).toBe(second.accessKeyId);
  });
});

describe("a put that has waited for AWS", () => {
  test.each([
    ["a millisecond before its time is over, makes the pair current", CALLS_END_MS - 1, "answered"],
    ["until its time is over, leaves that to its recovery", CALLS_END_MS, "unavailable"],
  ])("%s", async (_, waitedMs, outcome) => {
    const { put, pairs, secrets, clock, keys, first, record, sweep } = await aCustomers();
    const [second, began] = [pairs.make(), clock.now()];
    const { keep } = secrets;
    secrets.keep = async (...args) => {
      clock.advance(waitedMs);
      return keep.apply(secrets, args);
    };
    const error = await put(second).catch((failed: unknown) => failed);
    if (outcome === "unavailable") {
      const retryAfterSeconds = (LEASE_MS - CALLS_END_MS) / SECOND_MS;
      expect(error).toMatchObject({ code: outcome, more: { retryAfterSeconds } });
      expect(await record()).toMatchObject({ operation: { kind: "put", phase: "promote" } });
      expect((await keys()).read).toBe(first.accessKeyId);
      await sweep(LEASE_MS);
    } else expect(clock.now()).toBe(plus(began, waitedMs));
    expect(await keys()).toEqual({
      ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
    });
  });
});
