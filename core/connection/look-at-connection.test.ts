import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { viewConnection } from "./connection-view.ts";
import { lookAtConnection } from "./look-at-connection.ts";

/** A connection in the grace of a staged reset, and how often IAM was asked about its keys. */
async function looking() {
  const scene = await aScene();
  const { ports, iam, clock, connectionId } = scene;
  const { accessKeyId: old } = await scene.reset();
  const { accessKeyId: fresh } = await scene.reset({ mode: "staged" });
  const asked: string[] = [];
  const lastUse = iam.lastUse.bind(iam);
  iam.lastUse = async (user, accessKeyId) => {
    asked.push(accessKeyId);
    return lastUse(user, accessKeyId);
  };
  const look = async () => {
    const connection = await lookAtConnection(ports, anAdmin.org, connectionId);
    return viewConnection(connection, clock.now());
  };
  return { ...scene, old, fresh, asked, look };
}

test("shows when both keys were last used, and by what", async () => {
  const { iam, old, fresh, look, clock } = await looking();
  expect(await look()).not.toHaveProperty("lastUsed");
  clock.advance(15 * MINUTE_MS);
  iam.use(old);
  iam.use(fresh);
  const at = clock.now();
  expect(await look()).toMatchObject({
    lastUsed: { at, service: "s3", region: "us-east-1" },
    retiring: { accessKeyId: old, lastUsedAt: at },
  });
});

test("asks IAM no more often than there is news, whoever asks us", async () => {
  const { old, fresh, asked, look, clock, record } = await looking();
  const before = await record();
  await look();
  for (let minute = 1; minute < 15; minute++) {
    clock.advance(MINUTE_MS);
    await look();
  }
  expect(asked.sort()).toEqual([old, fresh].sort());
  clock.advance(MINUTE_MS);
  await look();
  expect(asked).toHaveLength(4);
  const { updatedBy, updatedOn, nextActionAt } = await record();
  expect({ updatedBy, updatedOn, nextActionAt }).toEqual({
    ...{ updatedBy: before.updatedBy, updatedOn: before.updatedOn, nextActionAt: before.nextActionAt },
  });
});

test("shows the connection without, when IAM does not tell or the record is being changed", async () => {
  const { iam, ports, look, fresh, reset, working } = await looking();
  interrupt(iam, "lastUse", "unknown", "throttled");
  expect(await look()).toMatchObject({ accessKeyId: fresh });
  interrupt(ports.connections, "update", "unknown");
  expect(await look()).toMatchObject({ accessKeyId: fresh });
  const [, outcome] = await Promise.all([look(), codeOf(reset())]);
  expect(outcome).toBe("answered");
  expect(working()).toHaveLength(1);
});

test("writes nothing when there is no news", async () => {
  const { look, record } = await looking();
  await look();
  const seen = await record();
  await look();
  expect(await record()).toEqual(seen);
});

test("keeps what is told of one key when nothing is told of the other", async () => {
  const { iam, asked, old, fresh, look } = await looking();
  interrupt(iam, "lastUse", "ok", "unknown"); // of the old key nothing is told at first
  for (let n = 0; n < 2; n++) await look();
  expect(asked.filter((key) => key === fresh)).toHaveLength(1);
  expect(asked.filter((key) => key === old)).toHaveLength(1);
  await look();
  expect(asked).toHaveLength(2);
});

test("never brings back a key that was reset while IAM was asked", async () => {
  const { iam, fresh, look, reset, record } = await looking();
  let issued = "";
  beforeNext(iam, "lastUse", async () => {
    issued = (await reset({ mode: "immediate" })).accessKeyId;
  });
  expect(await look()).toMatchObject({ accessKeyId: fresh }); // as it was when it was read
  expect(await record()).toMatchObject({ current: { accessKeyId: issued } });
  expect((await record()).current?.lookUp).toBeUndefined();
});

test("leaves the keys to whoever holds the record", async () => {
  const { iam, look, fresh, reset, record } = await looking();
  interrupt(iam, "create", "dies_before");
  expect(await codeOf(reset({ mode: "immediate" }))).toBe("died");
  const held = await record();
  expect(held.operation).toBeDefined();
  expect(await look()).toMatchObject({ accessKeyId: fresh });
  expect(await record()).toEqual(held);
});

test("does not hide what is no interruption", async () => {
  const { ports, look } = await looking();
  ports.connections.update = async () => {
    throw new TypeError("a fault of ours");
  };
  await expect(look()).rejects.toThrow(TypeError);
});

test("does not ask about a key that is about to go, nor where there is none", async () => {
  const { asked, look, old, ports, ref, record } = await looking();
  const { retiring } = await record();
  if (retiring)
    await ports.connections.update(ref, { when: [], set: { retiring: { ...retiring, state: "doomed" } } });
  await look();
  expect(asked).not.toContain(old);
});

test("is another org's not to see", async () => {
  const { ports, connectionId, asked } = await looking();
  const hidden = { code: "not_found", detail: "There is no such connection." };
  await expect(lookAtConnection(ports, "globex", connectionId)).rejects.toMatchObject(hidden);
  expect(asked).toEqual([]);
});
