import { CreateUserCommand } from "@aws-sdk/client-iam";
import type { EventBridgeEvent } from "aws-lambda";
import { afterAll, expect, test, vi } from "vitest";
import { plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { connectionIdFrom, shardOf } from "../../core/ids.ts";
import { newOperation } from "../../core/key/operation.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { HurriedClock } from "../../test/support/hurried-clock.ts";
import { runLambdasIn } from "../../test/support/run-lambdas-in.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { connectionKey } from "../adapters/item-keys.ts";
import { usersClient } from "../clients.ts";
import { logger } from "../logger.ts";
import { metrics } from "../metrics.ts";

const cloud = await openTestCloud();
const hurried = new HurriedClock();
const asLambda = await runLambdasIn(cloud, hurried);
const startSweep = asLambda("startSweep", (await import("./start-sweep.ts")).handler);
const sweepShard = asLambda("sweepShard", (await import("./sweep-shard.ts")).handler);
const { connections } = cloudPorts(cloud);
afterAll(() => cloud.close());

const pass = (detail: object) => ({ detail }) as unknown as EventBridgeEvent<string, unknown>;
const SHARD = 5;

/** A connection whose key operation was abandoned two minutes ago, in this test's shard. */
async function abandoned(): Promise<Connection> {
  let connection = aConnection(anOrg());
  for (let n = 0; shardOf(connectionKey(connection).sk, SHARDS) !== SHARD; n++) {
    const suffix = n.toString(16).padStart(32, connection.org.slice(4));
    connection = { ...connection, connectionId: connectionIdFrom(suffix), userName: `kt-${suffix}` };
  }
  const now = plus(hurried.now(), -120_000);
  const begun = {
    id: connection.org,
    kind: "issue" as const,
    compromised: false,
    by: "Ada",
    correlationId: "c",
  };
  const operation = newOperation(begun, now);
  await connections.insert({ ...connection, operation, nextActionAt: operation.expiresAt });
  await usersClient(cloud.aws).send(new CreateUserCommand({ UserName: connection.userName }));
  return connection;
}

const isHeld = async (connection: Connection) => Boolean((await connections.find(connection))?.operation);

test("the schedule delivers what the stream did not, and asks for a pass over every shard", async () => {
  const plain = aConnection(anOrg());
  await connections.insert({ ...plain, outbox: [aKeyCreated(plain, 1)], sequence: 1 });
  hurried.advance(90_000);
  const logged = vi.spyOn(logger, "info");
  await startSweep(undefined);
  expect((await connections.find(plain))?.outbox).toEqual([]);
  expect(cloud.events().map((event) => event.metadata.org)).toEqual([plain.org]);
  expect(logged).toHaveBeenCalledWith(expect.any(String), {
    [metrics.OldestOutboxSeconds.value.slice("$.".length)]: 90,
  });
  const asked = cloud.requests().map((event) => event.detail.shard as number);
  expect(asked).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
});

test("a pass attends to what is due in its shard and to nothing else", async () => {
  const connection = await abandoned();
  await sweepShard(pass({ shard: SHARD + 1 }));
  expect(await isHeld(connection)).toBe(true);
  await sweepShard(pass({ shard: SHARD }));
  expect(await isHeld(connection)).toBe(false);
});

test("a pass that runs out of time asks for another, which does the rest", async () => {
  const all = await Promise.all(Array.from({ length: 10 }, abandoned)); // more than are attended to at once
  const before = cloud.requests().length;
  const held = async () => (await Promise.all(all.map(isHeld))).filter(Boolean).length;
  hurried.stepMs = 200;
  await sweepShard(pass({ shard: SHARD }));
  hurried.stepMs = 0;
  expect(await held()).toBeGreaterThan(0);
  expect(await held()).toBeLessThan(all.length);
  const [request] = cloud.requests().slice(before);
  expect(request?.detail).toMatchObject({ shard: SHARD });
  await sweepShard(pass(request?.detail ?? {}));
  expect(await held()).toBe(0);
});

test.each([{}, { shard: -1 }, { shard: SHARDS }, { shard: 1.5 }, { shard: "1" }, { shard: 1, org: "acme" }])(
  "refuses a request for %j",
  async (detail) => {
    await expect(sweepShard(pass(detail))).rejects.toThrow();
  },
);
