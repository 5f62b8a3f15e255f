import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { adoptRows, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { recoverOperation } from "./recover-operation.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { resetAccessKey } from "./reset-access-key.ts";

const bob = { ...anAdmin, sub: "user-2", name: "Bob Builder" };

describe("by whom and when a connection was changed last", () => {
  test.each([
    ["a first key", { keyed: false, request: { reason: "other" }, fails: false, touches: true }],
    ["an immediate reset", { keyed: true, request: { reason: "other" }, fails: false, touches: true }],
    [
      "a staged reset",
      { keyed: true, request: { reason: "other", mode: "staged" }, fails: false, touches: true },
    ],
    ["a reset that IAM refuses", { keyed: true, request: { reason: "other" }, fails: true, touches: false }],
    [
      "one that has stopped a leaked key, and that IAM refuses",
      { keyed: true, request: { reason: "compromised" }, fails: true, touches: true },
    ],
  ] as const)("%s", async (_, { keyed, request, fails, touches }) => {
    const { ports, iam, clock, connectionId, reset, record } = await aScene();
    if (keyed) await reset();
    const { updatedBy, updatedOn } = await record();
    clock.advance(HOUR_MS);
    if (fails) interrupt(iam, "create", "throttled");
    const code = await codeOf(resetAccessKey(ports, bob, connectionId, request));
    expect(code).toBe(fails ? "unavailable" : "answered");
    expect(await record()).toMatchObject(
      touches ? { updatedBy: "Bob Builder", updatedOn: clock.now() } : { updatedBy, updatedOn },
    );
  });
});

describe("what a reset remembers of the key before", () => {
  test("is that it was deleted, when IAM has confirmed it", async () => {
    const { reset, record } = await aScene();
    const { accessKeyId } = await reset();
    await reset();
    expect((await record()).deletedKeys).toEqual([accessKeyId]);
  });

  test("is nothing of the kind while it may exist", async () => {
    const { iam, reset, record } = await aScene();
    await reset();
    interrupt(iam, "delete", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
    await reset();
    expect((await record()).deletedKeys).toEqual([]);
  });
});

describe("the key before a staged reset", () => {
  test("keeps what IAM said of its use, and nothing is made up for one that was not looked at", async () => {
    const { ports, ref, clock, reset, record } = await aScene();
    const { accessKeyId } = await reset();
    const { current } = await record();
    const lookUp = { askedAt: clock.now(), use: { at: clock.now(), service: "s3", region: "us-east-1" } };
    if (current) await ports.connections.update(ref, { when: [], set: { current: { ...current, lookUp } } });
    await reset({ mode: "staged" });
    expect((await record()).retiring).toMatchObject({ accessKeyId, lookUp });
    const unseen = await stagedScene();
    expect((await unseen.record()).retiring).not.toHaveProperty("lookUp");
    expect((await unseen.record()).retiring).not.toHaveProperty("adoptedAt");
  });

  test("that was there before Keyturn is still given its time from its adoption on", async () => {
    const { ports, iam, clock, connectionOf } = anAdoption();
    iam.addUser("s3-sales", "/portal/", [400]);
    await adoptRows(ports, [aRow("s3-sales")]);
    const adopted = await connectionOf("s3-sales");
    clock.advance(HOUR_MS);
    await resetAccessKey(ports, anAdmin, adopted.connectionId, { reason: "other", mode: "staged" });
    const { retiring } = await connectionOf("s3-sales");
    expect(adopted.current?.adoptedAt).toBeDefined();
    expect(retiring).toMatchObject({
      ...{ accessKeyId: adopted.current?.accessKeyId, adoptedAt: adopted.current?.adoptedAt },
    });
  });

  test("is told of with the end that the policy gives it when the reset is written, not when it began", async () => {
    const { ports, iam, clock, reset, record } = await aScene();
    await reset();
    const endsAt = plus(clock.now(), 180 * DAY_MS);
    clock.advance(179 * DAY_MS);
    const rotation = { maxAgeDays: 180, enforcement: "deactivate", deactivateAfterDays: 0 } as const;
    const create = iam.create.bind(iam);
    iam.create = async (user) => {
      await changePolicy(ports, anAdmin, Policy.parse({ rotation }));
      return create(user);
    };
    await reset({ mode: "staged", graceHours: 48 });
    const { retiring, outbox } = await record();
    expect(retiring).toMatchObject({ retireAt: endsAt });
    expect(outbox.at(-1)).toMatchObject({ type: "KeyRotated", data: { previousKeyValidUntil: endsAt } });
  });
});

describe("a reset whose last write fails", () => {
  test("is reported to the operator with its connection and its operation", async () => {
    const { ports, connectionId, reset, record } = await aScene();
    await reset();
    const facts: unknown[] = [];
    const log = { ...ports.log, warn: (_: string, of: object) => facts.push(of) };
    interrupt(ports.connections, "update", "ok", "ok", "unknown", "unknown", "unknown");
    await resetAccessKey({ ...ports, log }, anAdmin, connectionId, { reason: "other" });
    expect(facts).toEqual([{ connectionId, operationId: (await record()).operation?.id }]);
  });
});

describe("a reset that could make no key, and whose release fails", () => {
  test.each([
    ["nobody can tell", ["unknown", "unknown", "unknown"]],
    ["its reply is lost", ["lost"]],
  ] as const)("because %s, is answered as if it had not", async (_, how) => {
    const throttled = await aScene();
    interrupt(throttled.iam, "create", "throttled");
    interrupt(throttled.ports.connections, "update", "ok", ...how);
    await expect(throttled.reset()).rejects.toMatchObject({
      ...{ code: "unavailable", more: { retryAfterSeconds: 5 } },
    });
    const crowded = await aScene();
    for (let n = 0; n < 2; n++) await crowded.iam.create(crowded);
    interrupt(crowded.ports.connections, "update", "ok", ...how);
    expect(await codeOf(crowded.reset())).toBe("unmanaged_key_present");
  });

  test("because the process dies there, dies", async () => {
    const { ports, iam, reset } = await aScene();
    interrupt(iam, "create", "throttled");
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(reset())).toBe("died");
  });

  test("still has its doomed key in the record when that was not deleted, and tells of its end once it is", async () => {
    const { iam, old, fresh, reset, record, toldOf, working, sweep } = await stagedScene();
    interrupt(iam, "delete", "throttled");
    expect(await codeOf(reset({ mode: "immediate" }))).toBe("unavailable");
    const after = await record();
    expect(after).toMatchObject({ current: { accessKeyId: fresh }, retiring: { accessKeyId: old } });
    expect(after).not.toHaveProperty("operation");
    expect(after.deletedKeys).toEqual([]);
    expect(await toldOf("KeyRetired")).toEqual([]);
    await sweep(MINUTE_MS);
    expect(working()).toEqual([fresh]);
    expect(await toldOf("KeyRetired")).toMatchObject([{ accessKeyId: old }]);
  });
});

test("a reset so slow that it was recovered, and its key removed, is told so and leaves nothing behind", async () => {
  const { ports, iam, clock, connectionId, reset, record, sweep } = await aScene();
  const { accessKeyId } = await reset();
  const create = iam.create.bind(iam);
  iam.create = async (user) => {
    const late = await create(user);
    clock.advance(5 * MINUTE_MS);
    await recoverOperation(ports, await record());
    await removeAccessKey(ports, anAdmin, connectionId, accessKeyId);
    return late;
  };
  const refused = await reset().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "unavailable" });
  expect(await record()).not.toHaveProperty("current");
  await sweep(MINUTE_MS + SECOND_MS);
  expect(iam.allKeys()).toEqual([]);
});
