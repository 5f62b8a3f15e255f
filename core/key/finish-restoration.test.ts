import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, msBetween, plus } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { restoreAccessKey } from "./restore-access-key.ts";

/** Lets no key work for longer than ten days. */
const strict = {
  rotation: { maxAgeDays: 9, remindBeforeDays: [], enforcement: "deactivate", deactivateAfterDays: 1 },
};

/** A retired key, and the instant from which the policy lets it work no longer. */
async function aRetiredKey(policy: object = {}) {
  const scene = await stagedScene(policy);
  await scene.retire(true);
  const { retiring } = await scene.record();
  return { ...scene, endsAt: plus(retiring?.createdAt ?? "", 10 * DAY_MS) };
}

/** A moment of the clock, as long as nobody looks in between. */
function until({ clock }: { clock: { now(): Instant; advance(ms: number): void } }, at: Instant): void {
  clock.advance(msBetween(clock.now(), at));
}

describe("a restored key", () => {
  test("is, in the record, what it was before, active, and changed by whoever asked", async () => {
    const { ports, ref, restore, record, clock } = await aRetiredKey();
    const adoptedAt = "2025-12-01T00:00:00.000Z";
    const { retiring } = await record();
    if (retiring?.state !== "inactive") throw new Error("nothing to restore");
    await ports.connections.update(ref, { when: [], set: { retiring: { ...retiring, adoptedAt } } });
    clock.advance(HOUR_MS);
    const { accessKeyId, createdAt } = retiring;
    const times = { retireAt: plus(clock.now(), DAY_MS), hardStopAt: plus(clock.now(), 14 * DAY_MS) };
    expect(await restore()).toMatchObject({
      ...{ updatedBy: anAdmin.name, updatedOn: clock.now(), deletedKeys: [] },
      retiring: { accessKeyId, createdAt, adoptedAt, state: "active", ...times },
    });
  });

  test("that was never adopted is not said to be", async () => {
    const { restore } = await aRetiredKey();
    expect((await restore()).retiring).not.toHaveProperty("adoptedAt");
  });

  test("works for no longer than the policy lets any key", async () => {
    const { restore, endsAt, toldOf } = await aRetiredKey(strict);
    expect((await restore()).retiring).toMatchObject({ state: "active", hardStopAt: endsAt });
    expect(await toldOf("KeyRestored")).toMatchObject([{ hardStopAt: endsAt }]);
  });

  test("is told of where there is no current key", async () => {
    const { ports, ref, restore, old, toldOf } = await aRetiredKey();
    await ports.connections.update(ref, { when: [], remove: ["current"] });
    await restore();
    expect(await toldOf("KeyRestored")).toMatchObject([{ accessKeyId: old, currentAccessKeyId: null }]);
  });

  test("is answered once to a request that is sent again", async () => {
    const { ports, connectionId, old, restore, retire, record, toldOf } = await aRetiredKey();
    const idempotent = idempotentRequest(anAdmin.sub, "a-key", ["restore"]);
    await restoreAccessKey(ports, anAdmin, connectionId, { idempotent });
    const { keyHash, bodyHash } = idempotent;
    expect((await record()).idempotency).toMatchObject({
      [keyHash]: { bodyHash, accessKeyId: old, created: false },
    });
    await retire(true);
    const again = await restoreAccessKey(ports, anAdmin, connectionId, { idempotent });
    expect(again.retiring).toMatchObject({ state: "inactive" });
    expect(await toldOf("KeyRestored")).toHaveLength(1);
    await restore();
    expect(await toldOf("KeyRestored")).toHaveLength(2);
  });

  test("that somebody has deleted in IAM is known to be deleted", async () => {
    const { restore, iam, old, userName, record } = await aRetiredKey();
    await iam.delete({ userName }, old);
    expect(await codeOf(restore())).toBe("no_retiring_key");
    expect((await record()).deletedKeys).toEqual([old]);
  });
});

describe("a key that IAM does not activate", () => {
  test.each(["throttled", "denied", "unknown"] as const)(
    "is not forgotten, and restored by the schedule (%s)",
    async (failure) => {
      const { restore, iam, old, record, sweep, working } = await aRetiredKey();
      interrupt(iam, "activate", failure);
      expect(await codeOf(restore())).toBe("unavailable");
      expect(await record()).toMatchObject({
        ...{ retiring: { accessKeyId: old, state: "inactive" }, operation: { kind: "restore" } },
      });
      await sweep(MINUTE_MS);
      expect(await record()).toMatchObject({ retiring: { accessKeyId: old, state: "active" } });
      expect(working()).toContain(old);
    },
  );
});

describe("a restoration that is recovered", () => {
  const undone = { rotation: strict.rotation, reset: { undoHours: 720 } };

  test("a millisecond before the key is too old ends as it was asked", async () => {
    const scene = await aRetiredKey(undone);
    until(scene, plus(scene.endsAt, -MINUTE_MS - 1));
    interrupt(scene.iam, "activate", "dies_before");
    expect(await codeOf(scene.restore())).toBe("died");
    await scene.sweep(MINUTE_MS);
    expect(scene.working()).toContain(scene.old);
    expect(await scene.toldOf("KeyRestored")).toMatchObject([{ hardStopAt: scene.endsAt }]);
  });

  test.each(["dies_before", "dies_after"] as const)(
    "once the key is too old leaves it retired, in the record as in IAM, wherever it stopped (%s)",
    async (death) => {
      const scene = await aRetiredKey(undone);
      until(scene, plus(scene.endsAt, -MINUTE_MS));
      interrupt(scene.iam, "activate", death);
      expect(await codeOf(scene.restore())).toBe("died");
      await scene.sweep(MINUTE_MS);
      expect(await scene.record()).toMatchObject({ retiring: { accessKeyId: scene.old, state: "inactive" } });
      expect(await scene.record()).not.toHaveProperty("operation");
      expect(scene.working()).not.toContain(scene.old);
      expect(await scene.toldOf("KeyRestored")).toEqual([]);
    },
  );
});
