import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { recoverOperation, takeOver } from "./recover-operation.ts";
import { removeAccessKey } from "./remove-access-key.ts";

/** A connection with a key whose next reset dies somewhere; where is up to the test. */
async function aKeyedScene() {
  const scene = await aScene();
  const { accessKeyId } = await scene.reset();
  return { ...scene, before: accessKeyId };
}

describe("a reset that died", () => {
  test("right after its take leaves the old key, and a window", async () => {
    const { ports, before, reset, record, sweep, working, told } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    expect(await codeOf(reset())).toBe("died");
    await sweep(MINUTE_MS);
    expect(working()).toEqual([before]);
    expect(await record()).toMatchObject({
      current: { accessKeyId: before, state: "active" },
      windows: [{}],
    });
    expect(await record()).not.toHaveProperty("operation");
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRecovered"]);
  });

  test("after the create has its new key deleted, and keeps the old one", async () => {
    const { iam, before, reset, record, sweep, working } = await aKeyedScene();
    interrupt(iam, "create", "dies_after");
    expect(await codeOf(reset())).toBe("died");
    expect(working()).toHaveLength(2);
    await sweep(MINUTE_MS);
    expect(working()).toEqual([before]);
    const { outbox, deletedKeys } = await record();
    expect(outbox.at(-1)?.data).toMatchObject({ deletedAccessKeyIds: deletedKeys });
  });

  test("after its commit is finished: the old key goes, the event is told once, the request is not remembered", async () => {
    const { ports, before, reset, record, sweep, working, told } = await aKeyedScene();
    interrupt(ports.connections, "update", "ok", "dies_after");
    expect(await codeOf(reset({ idempotent: { keyHash: "k1", bodyHash: "b" } }))).toBe("died");
    await sweep(MINUTE_MS);
    const after = await record();
    expect(working()).toEqual([after.current?.accessKeyId]);
    expect(working()).not.toContain(before);
    expect(after).toMatchObject({ idempotency: {}, windows: [], deletedKeys: [before] });
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRotated"]);
  });

  test("is left alone while its lease runs, by the sweep and by everybody else", async () => {
    const { ports, reset, record, sweep } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    const held = await record();
    await sweep(MINUTE_MS - 1);
    expect(await record()).toEqual(held);
    expect(await codeOf(reset())).toBe("operation_in_progress");
  });

  test("is recovered by whoever comes next", async () => {
    const { ports, clock, reset, working } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    clock.advance(MINUTE_MS);
    const { accessKeyId } = await reset();
    expect(working()).toEqual([accessKeyId]);
  });
});

describe("a recovery", () => {
  test("of a finished reset waits until a young old key's absence is certain", async () => {
    const { ports, reset, record, sweep } = await aKeyedScene();
    interrupt(ports.connections, "update", "ok", "ok", "dies_before");
    expect(await codeOf(reset())).toBe("died"); // the old key is deleted, and seconds old
    await sweep(MINUTE_MS);
    expect(await record()).toMatchObject({ operation: { phase: "committed" } });
    await sweep(4 * MINUTE_MS);
    expect(await record()).not.toHaveProperty("operation");
  });

  test.each(["take over", "settle"])("that dies at its %s is recovered in turn", async (where) => {
    const { ports, clock, before, reset, record, sweep, working } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    const writes = where === "take over" ? [] : (["ok"] as const);
    interrupt(ports.connections, "update", ...writes, "dies_before");
    clock.advance(MINUTE_MS);
    expect(await codeOf(recoverOperation(ports, await record()))).toBe("died");
    await sweep(MINUTE_MS);
    expect(working()).toEqual([before]);
    expect(await record()).not.toHaveProperty("operation");
  });

  test("keeps what was begun: only the id and the times change hands", async () => {
    const { ports, clock, reset, record } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset({ reason: "compromised" }));
    const { operation: begun } = await record();
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
    const { operation } = await record();
    expect(operation).toEqual({
      ...begun,
      ...{ id: operation?.id, takenAt: operation?.takenAt, expiresAt: operation?.expiresAt },
    });
    expect(operation?.id).not.toBe(begun?.id);
    expect(operation?.takenAt).toBe(clock.now());
  });

  test("does nothing when somebody else was quicker", async () => {
    const { ports, clock, reset, record } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    clock.advance(MINUTE_MS);
    const abandoned = await record();
    await recoverOperation(ports, abandoned);
    const settled = await record();
    await recoverOperation(ports, abandoned);
    expect(await record()).toEqual(settled);
  });

  test("that IAM does not answer leaves the operation to the next one", async () => {
    const { ports, iam, clock, before, reset, record, sweep, working } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    clock.advance(MINUTE_MS);
    interrupt(iam, "list", "unknown");
    expect(await codeOf(recoverOperation(ports, await record()))).toBe("unavailable");
    expect(await record()).toHaveProperty("operation");
    await sweep(MINUTE_MS);
    expect(await record()).not.toHaveProperty("operation");
    expect(working()).toEqual([before]);
  });

  test("of a removal goes on with it and says who asked", async () => {
    const { ports, iam, connectionId, before, record, sweep, told } = await aKeyedScene();
    interrupt(ports.connections, "update", "dies_after");
    expect(await codeOf(removeAccessKey(ports, anAdmin, connectionId, before))).toBe("died");
    await sweep(MINUTE_MS);
    expect(iam.allKeys()).toEqual([]);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRemoved"]);
    expect((await record()).outbox.at(-1)?.metadata).toMatchObject({
      by: "Ada Admin",
      correlationId: "request-1",
    });
  });
});
