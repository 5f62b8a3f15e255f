import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { reveal } from "../secret.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aKeyCreated, anEntry } from "../testing/sample-records.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { resetAccessKey } from "./reset-access-key.ts";

const request = (key: string, body: object = {}) => ({ idempotent: idempotentRequest("user-1", key, body) });

describe("creating and resetting an access key", () => {
  test("creates a key, replaces it at once, and removes it", async () => {
    const { ports, iam, connectionId, reset, told, record, working } = await aScene();
    const created = await reset();
    expect(created).toMatchObject({ created: true, replayed: false });
    expect(created).not.toHaveProperty("previousKeyStopped");
    expect(reveal(created.secretAccessKey)).toBe(`secret-of-${created.accessKeyId}`);
    const replaced = await reset();
    expect(replaced).toMatchObject({ created: false, previousKeyStopped: true });
    expect(working()).toEqual([replaced.accessKeyId]);
    await removeAccessKey(ports, anAdmin, connectionId, replaced.accessKeyId);
    expect(iam.allKeys()).toEqual([]);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRotated", "KeyRemoved"]);
    expect((await record()).outbox.map((event) => event.metadata.sequence)).toEqual([1, 2, 3, 4]);
  });

  test("leaves nothing held, doomed or due, and says who did it", async () => {
    const { reset, record } = await aScene();
    await reset();
    const { accessKeyId } = await reset();
    const after = await record();
    expect(after).toMatchObject({
      current: { accessKeyId, state: "active" },
      windows: [],
      updatedBy: "Ada Admin",
    });
    expect(after).not.toHaveProperty("operation");
    expect(after).not.toHaveProperty("retiring");
    expect(after).not.toHaveProperty("nextActionAt");
  });

  test("tells of the previous key, and that it was valid until now", async () => {
    const { clock, reset, record } = await aScene();
    const first = await reset();
    const second = await reset({ reason: "scheduled" });
    expect((await record()).outbox.at(-1)?.data).toMatchObject({
      ...{ previousAccessKeyId: first.accessKeyId, accessKeyId: second.accessKeyId },
      ...{ mode: "immediate", reason: "scheduled", previousKeyValidUntil: clock.now() },
    });
  });

  test("keeps the key, and changes nothing, when another was expected", async () => {
    const { reset, record, working } = await aScene();
    const { accessKeyId } = await reset();
    const before = await record();
    expect(await codeOf(reset({ expectedAccessKeyId: null }))).toBe("key_changed");
    expect(await codeOf(reset({ expectedAccessKeyId: "AKIASOMETHINGELSE1" }))).toBe("key_changed");
    expect(await record()).toEqual(before);
    expect(working()).toEqual([accessKeyId]);
  });

  test("resets once for a double click that says which key it expects", async () => {
    const { reset, working } = await aScene();
    const { accessKeyId } = await reset();
    const clicks = [reset({ expectedAccessKeyId: accessKeyId }), reset({ expectedAccessKeyId: accessKeyId })];
    const codes = await Promise.all(clicks.map(codeOf));
    expect(codes.sort()).toEqual(["answered", "operation_in_progress"]);
    expect(working()).toHaveLength(1);
  });

  test("is not found for another org, nor for a connection that never was", async () => {
    const { ports, connectionId } = await aScene();
    const stranger = { ...anAdmin, org: "globex" };
    expect(await codeOf(resetAccessKey(ports, stranger, connectionId, { reason: "other" }))).toBe(
      "not_found",
    );
    expect(await codeOf(resetAccessKey(ports, anAdmin, `con_${"0".repeat(32)}`, { reason: "other" }))).toBe(
      "not_found",
    );
  });
});

describe("when something goes wrong, a reset", () => {
  test("that IAM throttles is released, and works when it is sent again", async () => {
    const { iam, reset, record, working } = await aScene();
    const { accessKeyId } = await reset();
    interrupt(iam, "create", "throttled");
    expect(await codeOf(reset())).toBe("unavailable");
    expect(await record()).not.toHaveProperty("operation");
    expect(working()).toEqual([accessKeyId]);
    expect(await reset()).toMatchObject({ previousKeyStopped: true });
  });

  test("whose creation has an unknown outcome keeps others out until it expires, and the old key working", async () => {
    const { iam, clock, reset, record, working } = await aScene();
    const { accessKeyId } = await reset();
    interrupt(iam, "create", "lost");
    const error = await reset().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 60 } });
    expect(await codeOf(reset())).toBe("operation_in_progress");
    expect(working()).toContain(accessKeyId);
    clock.advance(MINUTE_MS);
    const next = await reset();
    expect(working()).toEqual([next.accessKeyId]);
    expect(await record()).toMatchObject({ windows: [{}] });
  });

  test.each(["lost", "again"] as const)("answers when the reply of a write is %s", async (how) => {
    for (const write of [0, 1, 2]) {
      const { ports, reset, working, record } = await aScene();
      await reset();
      interrupt(ports.connections, "update", ...Array<"ok">(write).fill("ok"), how);
      // A take whose outcome is unknown is left to expire; every other write recognises itself.
      if (write === 0 && how === "lost") {
        expect(await codeOf(reset())).toBe("unavailable");
        continue;
      }
      const { accessKeyId } = await reset();
      expect(working()).toEqual([accessKeyId]);
      expect(await record()).not.toHaveProperty("operation");
      expect((await record()).outbox.filter((event) => event.type === "KeyRotated")).toHaveLength(1);
    }
  });

  test("answers the new key, and that the old one still works, when that cannot be deleted in time", async () => {
    const { iam, reset, record, working } = await aScene();
    const first = await reset();
    interrupt(iam, "delete", ...Array<"unknown">(DELETE_ATTEMPTS).fill("unknown"));
    const second = await reset();
    expect(second.previousKeyStopped).toBe(false);
    expect(working()).toEqual([first.accessKeyId, second.accessKeyId]);
    expect(await record()).toMatchObject({ retiring: { accessKeyId: first.accessKeyId, state: "doomed" } });
  });

  test("after one that left a doomed key makes room first", async () => {
    const { iam, reset, working, record } = await aScene();
    await reset();
    interrupt(iam, "delete", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
    await reset();
    expect(await record()).toHaveProperty("retiring");
    const third = await reset();
    expect(working()).toEqual([third.accessKeyId]);
    expect(await record()).not.toHaveProperty("retiring");
  });

  test("delivers the secret that exists although its last write fails, and recovery settles", async () => {
    const { ports, reset, record, sweep, warnings, working } = await aScene();
    await reset();
    interrupt(ports.connections, "update", "ok", "ok", "unknown", "unknown", "unknown");
    const { accessKeyId } = await reset();
    expect(warnings).toEqual(["a reset was answered unsettled; recovery settles it"]);
    await sweep(5 * MINUTE_MS); // by then "no such key" is the truth, for a key as young as the old one
    expect(await record()).toMatchObject({ current: { accessKeyId } });
    expect(await record()).not.toHaveProperty("operation");
    expect(working()).toEqual([accessKeyId]);
  });
});

describe("when the user has two keys already, a reset", () => {
  test("deletes an orphan of an earlier one and goes on", async () => {
    const { iam, clock, userName, reset, working } = await aScene();
    await reset();
    interrupt(iam, "create", "dies_after");
    await codeOf(reset());
    clock.advance(MINUTE_MS);
    const [list, create] = [iam.list, iam.create.bind(iam)];
    iam.list = async () => []; // the orphan is not shown yet when the reset recovers
    iam.create = async (user) => {
      iam.list = list;
      return create(user);
    };
    const next = await reset();
    expect(working()).toEqual([next.accessKeyId]);
    expect(iam.users.get(userName)?.keys).toHaveLength(1);
  });

  test("is refused when somebody else made one, touches it not and tells of it once", async () => {
    const { iam, clock, userName, reset, told, record, working } = await aScene();
    const ours = await reset();
    clock.advance(MINUTE_MS);
    const { accessKeyId } = await iam.create({ userName });
    expect(await codeOf(reset())).toBe("unmanaged_key_present");
    expect(await codeOf(reset())).toBe("unmanaged_key_present");
    expect(working()).toEqual([ours.accessKeyId, accessKeyId]);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "UnmanagedKeyDetected"]);
    expect(await record()).toMatchObject({
      unmanagedIds: [accessKeyId],
      current: { accessKeyId: ours.accessKeyId },
    });
  });

  test("is to be sent again when the list shows neither: it is only late", async () => {
    const { iam, clock, userName, reset, record } = await aScene();
    const ours = await reset();
    clock.advance(MINUTE_MS);
    await iam.create({ userName });
    iam.list = async () => [];
    expect(await codeOf(reset())).toBe("unavailable");
    expect(await record()).toMatchObject({ current: { accessKeyId: ours.accessKeyId } });
    expect(await record()).not.toHaveProperty("operation");
  });
});

describe("a compromised key", () => {
  test("is stopped before its successor is made", async () => {
    const { iam, reset, working } = await aScene();
    const leaked = await reset();
    const create = iam.create.bind(iam);
    let workedThen: string[] = ["not asked"];
    iam.create = async (user) => {
      workedThen = working();
      return create(user);
    };
    const next = await reset({ reason: "compromised" });
    expect(workedThen).not.toContain(leaked.accessKeyId);
    expect(working()).toEqual([next.accessKeyId]);
  });

  test.each(["throttled", "unknown", "lost", "dies_before", "dies_after"] as const)(
    "never works again once recovered, when creating its successor is %s",
    async (how) => {
      const { iam, reset, record, working, sweep, told } = await aScene();
      const leaked = await reset();
      interrupt(iam, "create", how);
      await codeOf(reset({ reason: "compromised" }));
      expect(working()).not.toContain(leaked.accessKeyId);
      await sweep(MINUTE_MS);
      expect(await record()).toMatchObject({
        current: { accessKeyId: leaked.accessKeyId, state: "inactive" },
      });
      expect((await told()).filter((type) => type === "KeyDisabled")).toHaveLength(1);
      const next = await reset({ reason: "compromised" });
      expect(working()).toEqual([next.accessKeyId]);
    },
  );

  test.each(["throttled", "unknown", "dies_before"] as const)(
    "that may still work, because deactivating it was %s, is deactivated by recovery",
    async (how) => {
      const { iam, reset, record, working, sweep } = await aScene();
      const leaked = await reset();
      interrupt(iam, "deactivate", how);
      expect(["unavailable", "died"]).toContain(await codeOf(reset({ reason: "compromised" })));
      expect(await record()).toHaveProperty("operation");
      await sweep(MINUTE_MS);
      expect(working()).toEqual([]);
      expect(await record()).toMatchObject({
        current: { accessKeyId: leaked.accessKeyId, state: "inactive" },
      });
    },
  );

  test.each([1, 2])("never works again when the process dies at write %i after the take", async (write) => {
    const { ports, reset, working, sweep, record } = await aScene();
    const leaked = await reset();
    interrupt(ports.connections, "update", ...Array<"ok">(write).fill("ok"), "dies_before");
    expect(await codeOf(reset({ reason: "compromised" }))).toBe("died");
    await sweep(5 * MINUTE_MS);
    expect(working()).not.toContain(leaked.accessKeyId);
    expect(await record()).not.toHaveProperty("operation");
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
    expect(await codeOf(reset(request("k1", { reason: "lost" })))).toBe("idempotency_key_reused");
    const another = await reset({ idempotent: idempotentRequest("user-2", "k1", {}) });
    expect(another.accessKeyId).not.toBe(accessKeyId);
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

describe("the limits of a connection", () => {
  test("six operations a minute, and a seventh when the first is a minute ago", async () => {
    const { clock, reset } = await aScene();
    for (let count = 0; count < 6; count++) {
      await reset();
      clock.advance(1_000);
    }
    const error = await reset().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "too_many_operations", more: { retryAfterSeconds: 54 } });
    clock.advance(53_999);
    expect(await codeOf(reset())).toBe("too_many_operations");
    clock.advance(1);
    expect(await codeOf(reset())).toBe("answered");
    expect(await codeOf(reset())).toBe("too_many_operations");
  });

  test("an outbox without room for an operation's events is busy, one with room is not", async () => {
    const { ports, ref, record, reset, relay } = await aScene();
    const connection = await record();
    const events = Array.from({ length: OUTBOX_EVENTS_MAX - 3 }, (_, n) => aKeyCreated(connection, n + 1));
    await ports.connections.update(ref, { when: [], set: { outbox: events } });
    expect(await codeOf(reset())).toBe("busy");
    await ports.connections.update(ref, { when: [], set: { outbox: events.slice(1) } });
    expect(await codeOf(reset())).toBe("answered");
    await relay();
    expect(await codeOf(reset())).toBe("answered");
  });

  test("four windows under audit: busy until one is closed", async () => {
    const { iam, clock, ports, ref, record, reset, sweep } = await aScene();
    for (let count = 0; count < 4; count++) {
      interrupt(iam, "create", "dies_before");
      await codeOf(reset());
      await sweep(61_000);
    }
    expect((await ports.connections.find(ref))?.windows).toHaveLength(4);
    expect(await codeOf(reset())).toBe("busy");
    for (let minutes = 0; minutes <= 20; minutes += 5) await sweep(5 * MINUTE_MS);
    expect((await record()).windows).toEqual([]);
    expect(await codeOf(reset())).toBe("answered");
    expect(clock.now() > "2026-01-01").toBe(true);
  });
});
