import { DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, expect, test } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import { secretNameOf } from "../../core/connection/customer.ts";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { secretsClient } from "../../functions/clients.ts";
import { domainErrorOf, statusOf } from "../../functions/problem.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { type CustomerSeed, customerOperations } from "./customer-operations.ts";
import { faultsOf } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import type { Operation } from "./operations.ts";
import { recover } from "./recover.ts";
import type { Found } from "./state.ts";

// Every AWS call of every operation on a customer's key, with every fault; then the schedule; then the same once more.

const AT_ONCE = 12;

interface Case {
  operation: Operation;
  seed: CustomerSeed;
  at: string;
  /** `answered`, `died`, or the status it was refused with. */
  outcome: string;
  /** What is wrong, in words. Empty at the end. */
  wrongs: string[];
}

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const calm = cloudPorts(cloud);
const secrets = secretsClient(cloud.aws);
// A first pair and one after a removal make the same calls.
const operations = customerOperations(cloud).filter(({ name }) => name !== "put, once removed");

const cases: Case[] = [];
for (const operation of operations) cases.push(...(await casesOf(operation)));
await recover(cloud, calm);
await allInChunks(cases, AT_ONCE, checkAtRest);
await allInChunks(cases, AT_ONCE, askAgain);

test.each(operations.map(({ name }) => name))(
  "%s comes to rest with the key that the secret holds, whatever call fails however, and can be asked again",
  (name) => {
    const own = cases.filter(({ operation }) => operation.name === name);
    expect(
      own.flatMap(({ at, outcome, wrongs }) => wrongs.map((what) => `${at} (${outcome}): ${what}`)),
    ).toEqual([]);
    expect(own.length).toBeGreaterThan(20);
  },
);

async function casesOf(operation: Operation): Promise<Case[]> {
  const plain = new FaultyProcess(cloud, operation.lambda);
  const first = await operation.seed(calm);
  await plain.run((ports) => operation.run(ports, first));
  const places = plain.calls.flatMap((name, call) => faultsOf(name).map((fault) => ({ name, call, fault })));
  const made: Case[] = [];
  await allInChunks(places, AT_ONCE, async ({ name, call, fault }) => {
    const seed = (await operation.seed(calm)) as CustomerSeed;
    const process = new FaultyProcess(cloud, operation.lambda, { call, fault });
    const outcome = await outcomeOf(process.run((ports) => operation.run(ports, seed)));
    made.push({ operation, seed, outcome, at: `call ${call + 1}, ${name}: ${fault.name}`, wrongs: [] });
  });
  return made;
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    return (await work) === "died" ? "died" : "answered";
  } catch (error) {
    const { code } = domainErrorOf(error);
    return statusOf[code] === 500 ? `a bug: ${(error as Error).stack}` : `${statusOf[code]} ${code}`;
  }
}

async function recordOf({ seed }: Case): Promise<Connection | undefined> {
  const [record] = await calm.connections.page(seed.org, 1);
  return record;
}

function isDone({ operation, seed }: Case, record: Connection | undefined): boolean {
  return operation.isDone({ connections: record ? [record] : [] } as unknown as Found, seed);
}

async function checkAtRest(one: Case): Promise<void> {
  const { seed, outcome, wrongs } = one;
  if (outcome.startsWith("a bug")) wrongs.push("is a bug");
  const record = await recordOf(one);
  if (outcome === "answered" && !isDone(one, record)) wrongs.push("was answered and is not done");
  if (!record) return;
  if (record.operation) wrongs.push("an operation is left");
  const current = record.state === "ready" ? record.current?.accessKeyId : undefined;
  if ((await readKey(seed.org, record)) !== current)
    wrongs.push("the secret holds another key than the record");
  if (JSON.stringify(record).includes(seed.pair.secretAccessKey)) wrongs.push("a secret is in the record");
}

async function askAgain(one: Case): Promise<void> {
  const { operation, seed, wrongs } = one;
  const wasDone = isDone(one, await recordOf(one));
  const again = await outcomeOf(asLambda(operation.lambda, operation.run)(calm, seed));
  // What recovery has ended is not there to be ended, or deleted, again.
  const isGone = wasDone && ["404 not_found", "409 no_retiring_key"].includes(again);
  if (again !== "answered" && !isGone) wrongs.push(`asked again: ${again}`);
  const record = await recordOf(one);
  if (!isDone(one, record)) wrongs.push("is not done in the end");
  if (record?.state !== "ready") return;
  if ((await readKey(seed.org, record)) !== record.current?.accessKeyId) {
    wrongs.push("ends with another key in the secret");
  }
  if (operation.name === "end old pair" && (await labelledVersions(seed.org, record)) > 1) {
    wrongs.push("the old pair can be found");
  }
}

/** The key that whoever reads the secret gets; undefined: none. */
async function readKey(org: string, { connectionId }: Connection): Promise<string | undefined> {
  try {
    const SecretId = secretNameOf({ org, connectionId });
    const found = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(found.SecretString ?? "{}").accessKeyId;
  } catch (error) {
    expect((error as Error).name).toBe("ResourceNotFoundException");
    return undefined;
  }
}

async function labelledVersions(org: string, { connectionId }: Connection): Promise<number> {
  const SecretId = secretNameOf({ org, connectionId });
  const found = await secrets.send(new DescribeSecretCommand({ SecretId }));
  return Object.keys(found.VersionIdsToStages ?? {}).length;
}
