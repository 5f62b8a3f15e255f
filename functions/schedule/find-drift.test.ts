import { CreateAccessKeyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import { afterAll, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { HurriedClock } from "../../test/support/hurried-clock.ts";
import { runLambdasIn } from "../../test/support/run-lambdas-in.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { usersClient } from "../clients.ts";
import { FIND_DRIFT } from "../subscriptions.ts";

const cloud = await openTestCloud({ clock: new TestClock("2026-06-01T00:00:00.000Z") });
const hurried = new HurriedClock(cloud.clock.now());
const asLambda = await runLambdasIn(cloud, hurried);
const findDrift = asLambda("findDrift", (await import("./find-drift.ts")).handler);
const ports = cloudPorts(cloud);
const iam = usersClient(cloud.aws);
afterAll(() => cloud.close());

/** A connection with a key that IAM knows. */
async function keyed(): Promise<Connection> {
  const connection = aConnection(anOrg());
  await ports.provisioning.createUser(connection);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: connection.userName }));
  const accessKeyId = AccessKey?.AccessKeyId ?? "";
  const createdAt = hurried.now();
  const nextActionAt = "2999-01-01T00:00:00.000Z";
  const current = { accessKeyId, createdAt, state: "active" as const };
  await ports.connections.insert({ ...connection, current, nextActionAt });
  return { ...connection, current };
}

/** Everything that was asked for, and what that asks for in turn, until nothing more is. */
async function toTheEnd(from: number): Promise<number> {
  let asked = from;
  for (; asked < rests().length; asked++) {
    await findDrift({ "detail-type": FIND_DRIFT, detail: rests()[asked]?.detail });
  }
  return asked - from;
}

const rests = () => cloud.requests().filter((event) => event["detail-type"] === FIND_DRIFT);
const driftOf = async (connection: Connection) =>
  (await ports.connections.find(connection))?.drift?.map(({ kind }) => kind);

test("the schedule's event begins a comparison, and what it has no time for is asked for", async () => {
  const all = await Promise.all(Array.from({ length: 15 }, keyed));
  const [first, last] = [all[0] as Connection, all.at(-1) as Connection];
  const mallory = { UserName: "mallory", Path: "/keyturn/" };
  await iam.send(new CreateUserCommand(mallory));
  hurried.advance(HOUR_MS);
  cloud.clock.advance(HOUR_MS);
  for (const { userName, cellId, current } of [first, last]) {
    const user = { userName, cellId };
    await ports.accessKeys.deactivate(user, current?.accessKeyId ?? "", plus(cloud.clock.now(), 15_000));
  }
  hurried.stepMs = 400;
  await findDrift({});
  expect(await toTheEnd(0)).toBeGreaterThan(1);
  expect([await driftOf(first), await driftOf(last)]).toEqual([["key_deactivated"], ["key_deactivated"]]);
  expect(await driftOf(all[1] as Connection)).toBeUndefined();
});

test("with time for all of it, it asks for nothing", async () => {
  hurried.stepMs = 0;
  hurried.advance(DAY_MS);
  const before = rests().length;
  await findDrift({ "detail-type": "Scheduled Event", detail: "{}" });
  await toTheEnd(before);
  expect(rests().length - before).toBeLessThan(3); // its pauses alone take longer than a pass
});

test("what is past the last part is nothing", async () => {
  await expect(
    findDrift({ "detail-type": FIND_DRIFT, detail: { part: SHARDS + 1 } }),
  ).resolves.toBeUndefined();
});

test.each([{}, { part: -1 }, { part: 1.5 }, { part: "1" }, { part: 1, org: "acme" }])(
  "refuses to go on with %j",
  async (detail) => {
    await expect(findDrift({ "detail-type": FIND_DRIFT, detail })).rejects.toThrow();
  },
);
