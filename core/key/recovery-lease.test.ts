import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { disableExpiredKey } from "./disable-expired-key.ts";
import { recoverOperation, takeOver } from "./recover-operation.ts";

/** A connection with a key whose reset died right after its take, a lease ago. */
async function anAbandonedReset(reason: "other" | "compromised" = "other") {
  const scene = await aScene();
  const { accessKeyId } = await scene.reset();
  scene.clock.advance(HOUR_MS);
  interrupt(scene.ports.connections, "update", "dies_after");
  expect(await codeOf(scene.reset({ reason }))).toBe("died");
  scene.clock.advance(MINUTE_MS);
  return { ...scene, kept: accessKeyId };
}

describe("taking over an operation", () => {
  test.each([
    ["lost", ["lost"]],
    ["sent twice by the SDK", ["again"]],
    ["throttled at first", ["throttled"]],
    ["unknown at first", ["unknown"]],
  ] as const)("is done by a write that is %s, and the recovery goes on", async (_, how) => {
    const { ports, record } = await anAbandonedReset();
    interrupt(ports.connections, "update", ...how);
    await recoverOperation(ports, await record());
    expect(await record()).not.toHaveProperty("operation");
  });

  test("that gets no answer is left to the next one, when the lease would end that it may have begun", async () => {
    const { ports, record } = await anAbandonedReset();
    const abandoned = await record();
    interrupt(ports.connections, "update", "unknown", "unknown", "unknown");
    await expect(recoverOperation(ports, abandoned)).rejects.toMatchObject({
      ...{ code: "unavailable", more: { retryAfterSeconds: 60 } },
    });
    expect(await record()).toEqual(abandoned);
  });

  test("is not for a record that holds none", async () => {
    const { ports, reset, record } = await aScene();
    await reset();
    const free = await record();
    expect(await takeOver(ports, free)).toBeUndefined();
    await recoverOperation(ports, free);
    expect(await record()).toEqual(free);
  });

  test("is refused once the lease was prolonged by another takeover, though that was of the same operation", async () => {
    const { ports, clock, record } = await anAbandonedReset();
    const abandoned = await record();
    await takeOver(ports, abandoned);
    const theirs = await record();
    clock.advance(1);
    expect(await takeOver(ports, abandoned)).toBeUndefined();
    expect(await record()).toEqual(theirs);
  });
});

test("a recovery so slow that it is taken over in turn ends quietly, and touches nothing", async () => {
  const { iam, ports, clock, kept, record, working } = await anAbandonedReset();
  beforeNext(iam, "list", async () => {
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
  });
  await recoverOperation(ports, await record());
  expect(await record()).toMatchObject({ operation: { phase: "taken", takenAt: clock.now() }, windows: [] });
  expect(working()).toEqual([kept]);
});

describe("who changed a connection last, after the recovery of a reset that was not committed", () => {
  test("is who had, where the key is as it was", async () => {
    const { ports, clock, record } = await anAbandonedReset();
    const { updatedOn } = await record();
    await recoverOperation(ports, await record());
    expect(await record()).toMatchObject({ updatedBy: "Ada Admin", updatedOn });
    expect(updatedOn < clock.now()).toBe(true);
  });

  test("is Keyturn, where it has stopped a leaked key", async () => {
    const { ports, clock, record } = await anAbandonedReset("compromised");
    await recoverOperation(ports, await record());
    expect(await record()).toMatchObject({
      current: { state: "inactive" },
      ...{ updatedBy: "Keyturn", updatedOn: clock.now() },
    });
  });
});

test("an abandoned stop of a key that is too old is finished by recovery, and told of once", async () => {
  const { iam, ports, clock, reset, record, working, told } = await aScene();
  const rotation = { maxAgeDays: 30, enforcement: "deactivate", deactivateAfterDays: 0 };
  await changePolicy(ports, anAdmin, Policy.parse({ rotation }));
  const { accessKeyId } = await reset();
  clock.advance(31 * DAY_MS);
  interrupt(iam, "deactivate", "dies_before");
  expect(await codeOf(disableExpiredKey(ports, await record()))).toBe("died");
  expect(working()).toEqual([accessKeyId]);
  clock.advance(MINUTE_MS);
  await recoverOperation(ports, await record());
  expect(working()).toEqual([]);
  const { current, operation, outbox } = await record();
  expect({ state: current?.state, operation }).toEqual({ state: "inactive", operation: undefined });
  expect(outbox.at(-1)).toMatchObject({
    type: "KeyDisabled",
    data: { accessKeyId, reason: "expired" },
    metadata: { by: "Keyturn" },
  });
  expect((await told()).filter((type) => type === "KeyDisabled")).toHaveLength(1);
});
