import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import type { Take } from "./take.ts";
import { takeOperation } from "./take-operation.ts";

async function aTake(change: Partial<Take> = {}) {
  const scene = await aScene();
  const take = (more: Partial<Take> = {}) =>
    takeOperation(scene.ports, { ref: scene.ref, kind: "issue", by: anAdmin, ...change, ...more });
  return { ...scene, take };
}

describe("taking an operation", () => {
  test("holds the connection for a minute and puts its end on the agenda", async () => {
    const { clock, take, record } = await aTake();
    const taken = await take();
    const expiresAt = plus(clock.now(), MINUTE_MS);
    expect(taken).toMatchObject({
      operation: { phase: "taken", compromised: false, startedAt: clock.now(), expiresAt },
    });
    expect(await record()).toMatchObject({ operation: { expiresAt }, nextActionAt: expiresAt });
    expect(await codeOf(take())).toBe("operation_in_progress");
  });

  test("lets one of many through", async () => {
    const { take } = await aTake();
    const codes = await Promise.all(Array.from({ length: 5 }, () => codeOf(take())));
    expect(codes.sort()).toEqual(["answered", ...Array<string>(4).fill("operation_in_progress")]);
  });

  test("recognises itself when the SDK had sent it twice", async () => {
    const { ports, take, record } = await aTake();
    interrupt(ports.connections, "update", "again");
    const taken = await take();
    expect(taken).toMatchObject({ operation: { id: (await record()).operation?.id } });
  });

  test("that got no answer is left to expire", async () => {
    const { ports, take, record } = await aTake();
    interrupt(ports.connections, "update", "lost");
    const error = await take().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 60 } });
    expect(await record()).toHaveProperty("operation");
  });

  test("dooms nothing it has not seen: a key that came meanwhile is read first", async () => {
    const { take, record, reset } = await aTake({ kind: "remove" });
    const seen = await record();
    const { accessKeyId } = await reset();
    const taken = await take({ seen });
    expect(taken).toMatchObject({ current: { accessKeyId, state: "doomed" } });
  });

  test("marks a connection that is to be deleted, with its key", async () => {
    const { take, record, reset } = await aTake({ kind: "delete" });
    await reset();
    await take({ seen: await record() });
    expect(await record()).toMatchObject({ state: "deleting", current: { state: "doomed" } });
  });

  test.each([
    ["counts what users do", ["issue", "remove", "put", "restore"], 1],
    ["does not count what Keyturn does", ["tidy", "delete", "disable"], 0],
  ] as const)("%s", async (_, kinds, count) => {
    for (const kind of kinds) {
      const { take, record } = await aTake({ kind });
      await take();
      expect((await record()).recentOperations, kind).toHaveLength(count);
    }
  });
});
