import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { reveal } from "../secret.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS, firstReminderOf } from "../testing/scene.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { resetAccessKey } from "./reset-access-key.ts";

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

  test("leaves nothing held or doomed, nothing due before the first reminder, and says who did it", async () => {
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
    expect(after.nextActionAt).toBe(firstReminderOf(after));
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
    const { iam, clock, userName, reset, working, record } = await aScene();
    const { accessKeyId: before } = await reset();
    interrupt(iam, "create", "dies_after");
    await codeOf(reset());
    clock.advance(MINUTE_MS);
    const [list, create] = [iam.list, iam.create.bind(iam)];
    iam.list = async () => []; // the orphan is not shown yet when the reset recovers
    iam.create = async (user) => {
      iam.list = list;
      return create(user);
    };
    const orphan = working().at(-1);
    const next = await reset();
    expect(working()).toEqual([next.accessKeyId]);
    expect(iam.users.get(userName)?.keys).toHaveLength(1);
    expect((await record()).deletedKeys).toEqual([orphan, before]);
  });

  test("is refused when somebody else made one, touches it not and tells of it once", async () => {
    const { iam, clock, userName, reset, told, record, working } = await aScene();
    const ours = await reset();
    clock.advance(MINUTE_MS);
    const { accessKeyId } = await iam.create({ userName });
    await expect(reset()).rejects.toMatchObject({
      ...{ code: "unmanaged_key_present", more: { params: { accessKeyIds: accessKeyId } } },
    });
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
