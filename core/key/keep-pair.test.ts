import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { keepPair } from "./keep-pair.ts";
import { CALLS_END_MS } from "./operation.ts";
import { recoverOperation, takeOver } from "./recover-operation.ts";
import { takeOperation } from "./take-operation.ts";

describe("a pair that is not kept", () => {
  test.each(["throttled", "denied", "limit_exceeded", "missing"] as const)(
    "for certain (%s) holds up nobody: the operation is over, and the same can be sent in five seconds",
    async (failure) => {
      const { put, pairs, secrets, record, keys } = await customerScene();
      const [second, before, { outbox }] = [pairs.make(), await keys(), await record()];
      interrupt(secrets, "keep", failure);
      await expect(put(second)).rejects.toMatchObject({
        code: "unavailable",
        more: { retryAfterSeconds: 5 },
      });
      expect(await record()).not.toHaveProperty("operation");
      expect((await record()).outbox).toEqual(outbox);
      expect(await keys()).toEqual(before);
      expect(await codeOf(put(second))).toBe("answered");
    },
  );

  test.each(["unknown", "lost"] as const)(
    "as far as anybody knows (%s) is left to recovery, and the same can be sent when the lease ends",
    async (failure) => {
      const { put, pairs, secrets, record } = await customerScene();
      interrupt(secrets, "keep", failure);
      await expect(put(pairs.make())).rejects.toMatchObject({
        code: "unavailable",
        more: { retryAfterSeconds: 60 },
      });
      expect(await record()).toMatchObject({ operation: { kind: "put", phase: "taken" } });
    },
  );

  test("but was by a first sending of the same call is let go", async () => {
    const { put, pairs, secrets, ref } = await customerScene();
    const keep = secrets.keep.bind(secrets);
    secrets.keep = async (...args) => {
      secrets.keep = keep;
      await keep(...args);
      throw new CallFailed("PutSecretValue", "throttled");
    };
    const second = pairs.make();
    expect(await codeOf(put(second))).toBe("unavailable");
    expect(secrets.pendingKey(ref)).not.toBe(second.accessKeyId);
  });

  test.each([
    ["unknown", "unavailable"],
    ["dies_before", "died"],
  ] as const)("and cannot be let go (%s) leaves the operation to recovery", async (failure, code) => {
    const { put, pairs, secrets, record, sweep } = await customerScene();
    interrupt(secrets, "keep", "throttled");
    interrupt(secrets, "drop", failure);
    expect(await codeOf(put(pairs.make()))).toBe(code);
    expect(await record()).toMatchObject({ operation: { kind: "put", phase: "taken" } });
    await sweep(MINUTE_MS);
    expect(await record()).not.toHaveProperty("operation");
  });
});

describe("the commit that a pair becomes current", () => {
  test.each(["ok", "lost", "again", "unknown", "throttled"] as const)(
    "is in the record before the secret changes, though its write is %s",
    async (outcome) => {
      const { put, pairs, ports, secrets, record, keys, first } = await customerScene();
      const second = pairs.make();
      const promote = secrets.promote.bind(secrets);
      let phase: string | undefined;
      secrets.promote = async (...args) => {
        phase = (await record()).operation?.phase;
        return promote(...args);
      };
      interrupt(ports.connections, "update", "ok", outcome);
      expect(await codeOf(put(second))).toBe("answered");
      expect(phase).toBe("promote");
      expect(await keys()).toEqual({
        ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
      });
    },
  );

  test.each([
    ["taken over", takeOver],
    ["taken over and finished", recoverOperation],
  ])("that was written, but then %s by somebody else, is not gone on with", async (_, rival) => {
    const { ports, ref, record, pairs, clock } = await customerScene();
    const pair = pairs.make();
    const given = { accessKeyId: pair.accessKeyId, createdAt: clock.now(), userName: "loader" };
    const held = await takeOperation(ports, {
      ...{ ref, kind: "put", by: anAdmin, seen: await record() },
      pair: { ...given, accountId: "111122223333", reason: "other", oldDeactivated: false },
    });
    beforeNext(ports.connections, "update", async (...args) => {
      await ports.connections.update(...args);
      clock.advance(MINUTE_MS);
      await rival(ports, await record());
    });
    const kept = keepPair(ports, held, pair, plus(clock.now(), CALLS_END_MS));
    expect(await codeOf(kept)).toBe("unavailable");
  });
});
