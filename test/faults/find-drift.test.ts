import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, plus } from "../../core/clock.ts";
import { findDrift } from "../../core/drift/find-drift.ts";
import { shardOf } from "../../core/ids.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { type CloudPorts, cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud, type TestCloud } from "../support/test-cloud.ts";
import { type Fault, faults, faultsOf } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import { relayAll } from "./recover.ts";
import { withKey } from "./seeds.ts";

/** A connection whose key somebody has deleted, and a user that somebody has made beside its own. */
async function changedBehindItsBack(cloud: TestCloud, calm: CloudPorts) {
  const { connection, given } = await withKey(calm);
  const { accessKeyId = "" } = given ?? {};
  await calm.accessKeys.delete(connection, accessKeyId, plus(cloud.clock.now(), 15_000));
  await calm.provisioning.createUser({ ...connection, userName: "mallory" });
  cloud.clock.advance(HOUR_MS);
  return connection;
}

/** The parts of a comparison in which there is something to find. */
async function compareBoth(ports: CloudPorts, shard: number): Promise<void> {
  for (const part of [shard, SHARDS]) await findDrift(ports, { part }, ports.clock.now());
}

/** The calls that were made until it was over, one way or the other. */
async function compareWith(at?: { call: number; fault: Fault }): Promise<string[]> {
  const cloud = await openTestCloud({ clock: new TestClock("2026-06-01T00:00:00.000Z") });
  try {
    const calm = cloudPorts(cloud);
    const connection = await changedBehindItsBack(cloud, calm);
    const inIam = await calm.userList.page("main", 10);
    const shard = shardOf(connectionKey(connection).sk, SHARDS);
    const process = new FaultyProcess(cloud, "findDrift", at);
    const work = process.run((ports) => compareBoth(ports, shard));
    await work.catch((error: Error) => expect(error.name).toBe("CallFailed"));
    for (let day = 0; day < 2; day++) {
      cloud.clock.advance(DAY_MS);
      await asLambda("findDrift", compareBoth)(calm, shard);
    }
    await relayAll(calm);
    const told = cloud.events().filter(({ type }) => /Drift|Unmanaged/.test(type));
    expect([...new Set(told.map(({ metadata }) => metadata.eventId))]).toHaveLength(2);
    expect([...new Set(told.map(({ type }) => type))].sort()).toEqual([
      "KeyDriftDetected",
      "UnmanagedUserDetected",
    ]);
    const history = await calm.journal.ofOrg(connection.org, { limit: 9 });
    expect(history.map(({ type }) => type).sort()).toEqual(["KeyDriftDetected", "UnmanagedUserDetected"]);
    expect(await calm.userList.page("main", 10)).toEqual(inIam);
    return process.calls;
  } finally {
    await cloud.close();
  }
}

const clean = await compareWith();

test("a comparison asks IAM for nothing that changes anything there", () => {
  expect(clean.filter((name) => name.startsWith("IAM"))).toEqual([
    "IAM ListAccessKeys",
    "IAM ListAccessKeys",
    "IAM ListUsers",
  ]);
  expect(clean.filter((name) => /Put|Update|Delete/.test(name))).toEqual([
    "DynamoDB UpdateItem",
    "DynamoDB PutItem",
  ]);
});

test.each(faults)("whatever it was interrupted at, each finding is told once: $name", async (fault) => {
  for (const [call, name] of clean.entries()) {
    if (faultsOf(name).includes(fault)) await compareWith({ call, fault });
  }
});
