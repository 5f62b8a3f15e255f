import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { CallFailed } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { adoptRows, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin, TestClock } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { recoverOperation, takeOver } from "./recover-operation.ts";
import { resetAccessKey } from "./reset-access-key.ts";

/** An adopted user without a key of its own, a day on, and one that somebody made for it beside Keyturn since. */
async function aSecondMaker() {
  const world = anAdoption();
  const { ports, iam, clock } = world;
  iam.addUser("s3-sales", "/portal/");
  await adoptRows(ports, [aRow("s3-sales")]);
  clock.advance(DAY_MS);
  const other = await iam.create({ userName: "s3-sales" });
  const record = () => world.connectionOf("s3-sales");
  const { connectionId } = await record();
  return {
    ...{ ...world, other: other.accessKeyId, record },
    reset: () => resetAccessKey(ports, anAdmin, connectionId, { reason: "other" }),
    toldOfOther: async () => (await record()).outbox.filter(({ type }) => type === "UnmanagedKeyDetected"),
    keys: () => iam.allKeys().map(({ accessKeyId }) => accessKeyId),
    /** Somebody whose clock is ahead takes the operation for abandoned, and gets so far with it. */
    async abandon(how: (ports: KeyPorts, abandoned: Connection) => Promise<unknown>) {
      await how({ ...ports, clock: new TestClock(plus(clock.now(), MINUTE_MS)) }, await record());
    },
  };
}

describe("the write that spares an adopted user's keys", () => {
  test.each([
    ["lost", ["lost"]],
    ["sent twice by the SDK", ["again"]],
    ["not made at first", ["throttled"]],
    ["unknown at first", ["unknown"]],
  ] as const)("is there once, and told of once, when it is %s", async (_, how) => {
    const { ports, reset, record, other, toldOfOther } = await aSecondMaker();
    interrupt(ports.connections, "update", "ok", ...how);
    const issued = await reset();
    expect(await record()).toMatchObject({
      current: { accessKeyId: issued.accessKeyId },
      unmanagedIds: [other],
    });
    expect(await toldOfOther()).toMatchObject([{ data: { accessKeyId: other } }]);
  });

  test("is not made once the operation is somebody else's, and then no key is made", async () => {
    const { iam, reset, record, keys, other, abandon, toldOfOther } = await aSecondMaker();
    beforeNext(iam, "list", () => abandon(takeOver));
    await expect(reset()).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 1 } });
    expect(keys()).toEqual([other]);
    const { operation, unmanagedIds } = await record();
    expect(operation).toMatchObject({ kind: "issue", phase: "taken" });
    expect(operation).not.toHaveProperty("spared");
    expect(unmanagedIds).toEqual([]);
    expect(await toldOfOther()).toEqual([]);
  });

  test.each([
    ["in somebody else's hands", takeOver],
    ["recovered", recoverOperation],
  ])("whose reply is lost is no leave to make a key, when its operation is %s by then", async (_, how) => {
    const { ports, iam, reset, keys, other, abandon } = await aSecondMaker();
    const update = ports.connections.update.bind(ports.connections);
    ports.connections.update = async (ref, patch) => {
      const written = await update(ref, patch);
      if (!written.operation?.spared) return written;
      ports.connections.update = update;
      await abandon(how);
      throw new CallFailed("UpdateItem", "unknown");
    };
    let created = 0;
    const create = iam.create.bind(iam);
    iam.create = async (user) => {
      created += 1;
      return create(user);
    };
    expect(await codeOf(reset())).toBe("unavailable");
    expect(created).toBe(0);
    expect(keys()).toEqual([other]);
  });

  test("of which nobody can tell is not undone by a release: the operation is left to its recovery", async () => {
    const { ports, clock, reset, record, other, toldOfOther } = await aSecondMaker();
    interrupt(ports.connections, "update", "ok", "lost", "throttled", "throttled");
    interrupt(ports.connections, "find", "throttled", "throttled", "throttled");
    await expect(reset()).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 60 } });
    expect(await record()).toMatchObject({ operation: { spared: true }, unmanagedIds: [other] });
    clock.advance(MINUTE_MS);
    await recoverOperation(ports, await record());
    await reset();
    expect(await toldOfOther()).toHaveLength(1);
    const sequences = (await record()).outbox.map(({ metadata }) => metadata.sequence);
    expect(sequences).toEqual([...new Set(sequences)]);
  });
});

test("a reset of an adopted user that died before its keys were looked at leaves no window: it made none", async () => {
  const { ports, clock, reset, record, keys, other } = await aSecondMaker();
  interrupt(ports.connections, "update", "dies_after");
  expect(await codeOf(reset())).toBe("died");
  clock.advance(MINUTE_MS);
  await recoverOperation(ports, await record());
  expect(await record()).not.toHaveProperty("operation");
  expect((await record()).windows).toEqual([]);
  expect(keys()).toEqual([other]);
});
