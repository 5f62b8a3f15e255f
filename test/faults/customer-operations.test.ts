import { DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secretNameOf } from "../../functions/adapters/secrets-manager.ts";
import { secretsClient } from "../../functions/clients.ts";
import { domainErrorOf, statusOf } from "../../functions/problem.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud, type TestCloud } from "../support/test-cloud.ts";
import { type CustomerSeed, customerOperations } from "./customer-operations.ts";
import { faults } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import type { Operation } from "./operations.ts";
import { recover } from "./recover.ts";

// Every AWS call of every operation on a customer's key, with every fault; then the schedule; then the same once more.

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud();
});
afterAll(() => cloud.close());

interface Case {
  seed: CustomerSeed;
  name: string;
  outcome: string;
}

/** `answered`, `died`, or the status it was refused with. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    return (await work) === "died" ? "died" : "answered";
  } catch (error) {
    const { code } = domainErrorOf(error);
    return statusOf[code] === 500 ? `a bug: ${(error as Error).stack}` : `${statusOf[code]} ${code}`;
  }
}

/** The key that whoever reads the secret gets; undefined: none. */
async function readKey({ org, connection }: CustomerSeed): Promise<string | undefined> {
  try {
    const SecretId = secretNameOf({ org, connectionId: connection.connectionId });
    const found = await secretsClient(cloud.aws).send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(found.SecretString ?? "{}").accessKeyId;
  } catch (error) {
    expect((error as Error).name).toBe("ResourceNotFoundException");
    return undefined;
  }
}

async function labelledVersions({ org, connection }: CustomerSeed): Promise<number> {
  const SecretId = secretNameOf({ org, connectionId: connection.connectionId });
  const found = await secretsClient(cloud.aws)
    .send(new DescribeSecretCommand({ SecretId }))
    .catch(() => undefined);
  return Object.keys(found?.VersionIdsToStages ?? {}).length;
}

async function runAll(operation: Operation, shuffled: number[]): Promise<Case[]> {
  const calm = cloudPorts(cloud);
  const plain = new FaultyProcess(cloud);
  const first = await operation.seed(calm);
  await plain.run((ports) => operation.run(ports, first));
  const cases: Case[] = [];
  for (const call of plain.calls.keys()) {
    for (const fault of faults) {
      if (!shuffled.includes((call + faults.indexOf(fault)) % 2)) continue;
      const seed = (await operation.seed(calm)) as CustomerSeed;
      const process = new FaultyProcess(cloud, { call, fault });
      const outcome = await outcomeOf(process.run((ports) => operation.run(ports, seed)));
      cases.push({ seed, outcome, name: `call ${call + 1}, ${plain.calls[call]}: ${fault.name}` });
    }
  }
  return cases;
}

const NAMES = [
  "create customer's service",
  "put",
  "put, once removed",
  "end old pair",
  "remove pair",
  "delete customer's connection",
];

describe.each(NAMES)("%s", (name) => {
  test("comes to rest with the key that the secret holds, whatever call fails however, and can be asked again", async () => {
    const operation = customerOperations(cloud).find((one) => one.name === name) as Operation;
    const calm = cloudPorts(cloud);
    const cases = await runAll(operation, [0, 1]);
    await recover(cloud, calm);
    const wrong: string[] = [];
    for (const one of cases) {
      const complain = (what: string) => wrong.push(`${one.name} (${one.outcome}): ${what}`);
      if (one.outcome.startsWith("a bug")) complain("is a bug");
      const { org } = one.seed;
      const [record] = (await calm.connections.page(org, 1)) as [CustomerSeed["connection"]?];
      const seed = record ? { ...one.seed, connection: record } : one.seed;
      if (record) {
        if (record.operation) complain("an operation is left");
        const current = record.state === "ready" ? record.current?.accessKeyId : undefined;
        if ((await readKey(seed)) !== current) complain("the secret holds another key than the record names");
        if (JSON.stringify(record).includes(seed.pair.secretAccessKey)) complain("a secret is in the record");
      }
      const isDone = () => operation.isDone({ connections: record ? [record] : [] } as never, seed);
      if (one.outcome === "answered" && !isDone()) complain("was answered and is not done");
      const again = await outcomeOf(operation.run(calm, seed));
      // What recovery has ended is not there to be ended, or deleted, again.
      const isGone = isDone() && ["404 not_found", "409 no_retiring_key"].includes(again);
      if (again !== "answered" && !isGone) complain(`asked again: ${again}`);
      const [after] = await calm.connections.page(org, 1);
      if (!operation.isDone({ connections: after ? [after] : [] } as never, seed))
        complain("is not done in the end");
      if (after?.state === "ready") {
        const held = { ...seed, connection: after };
        if ((await readKey(held)) !== after.current?.accessKeyId)
          complain("ends with another key in the secret");
        if (name === "end old pair" && (await labelledVersions(held)) > 1)
          complain("the old pair can be found");
      }
    }
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
  });
});
