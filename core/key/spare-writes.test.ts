import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { adoptRows, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
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
    /** Somebody takes the operation for abandoned, and does not get further than that. */
    async takenOver() {
      clock.advance(MINUTE_MS);
      await takeOver(ports, await record());
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
    const { iam, reset, record, keys, other, takenOver, toldOfOther } = await aSecondMaker();
    const list = iam.list.bind(iam);
    iam.list = async (user) => {
      iam.list = list;
      await takenOver();
      return list(user);
    };
    await expect(reset()).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 1 } });
    expect(keys()).toEqual([other]);
    const { operation, unmanagedIds } = await record();
    expect(operation).toMatchObject({ kind: "issue", phase: "taken" });
    expect(operation).not.toHaveProperty("spared");
    expect(unmanagedIds).toEqual([]);
    expect(await toldOfOther()).toEqual([]);
  });

  test("whose reply is lost, of an operation that is somebody else's by then, is no leave to make a key", async () => {
    const { ports, reset, keys, other, takenOver } = await aSecondMaker();
    const find = ports.connections.find.bind(ports.connections);
    interrupt(ports.connections, "update", "ok", "lost");
    let taken = false;
    ports.connections.find = async (ref) => {
      const isWriting = (await find(ref))?.operation?.spared;
      if (isWriting && !taken) {
        taken = true;
        await takenOver();
      }
      return find(ref);
    };
    expect(await codeOf(reset())).toBe("unavailable");
    expect(keys()).toEqual([other]);
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
