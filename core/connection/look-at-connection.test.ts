import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
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
  expect(await codeOf(lookAtConnection(ports, "globex", connectionId))).toBe("not_found");
  expect(asked).toEqual([]);
});
