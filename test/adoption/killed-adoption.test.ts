import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, expect, test } from "vitest";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import { dynamoPipelines } from "../../functions/adapters/dynamo-records.ts";
import { documentClient, usersClient } from "../../functions/clients.ts";
import { tableName } from "../../local/cloud/resources.ts";
import { tableDefinition } from "../../local/cloud/table-definition.ts";
import { openDynamoServer } from "../../local/dynamodb/testing/dynamo-server.ts";
import { bareEnvironment } from "../support/bare-environment.ts";
import { addPortalUser } from "../support/portal-user.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { ADOPTED_PATH, csvOf, essence, ORG, PIPELINES, plannedUsers, rowOf } from "./interrupted.ts";

// The operator's command against the laptop's IAM and DynamoDB, killed by the operating system. As many users as IAM is
// asked about in earnest: KEYTURN_TEST_ADOPTED_USERS=2000 npm test -- test/adoption/killed
const USERS = Number(process.env.KEYTURN_TEST_ADOPTED_USERS ?? 60);
const KILLS = USERS > 60 ? 10 : 3;

const cloud = await openTestCloud();
const folder = mkdtempSync(join(tmpdir(), "keyturn-plan-"));
const planFile = join(folder, "plan.csv");
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A table of its own beside the one IAM, with the pipelines that the plan names. */
async function aTable() {
  const dynamo = await openDynamoServer({ table: tableDefinition(tableName), onStreamRecord: () => {} });
  opened.push(dynamo);
  const client = documentClient({ ...cloud.aws, endpoint: dynamo.url });
  const pipelines = dynamoPipelines({ client, tableName, now: () => cloud.clock.now() });
  for (const pipelineId of PIPELINES) await pipelines.insert(aPipeline(ORG, { pipelineId }));
  return { url: dynamo.url, client };
}
type Table = Awaited<ReturnType<typeof aTable>>;

async function stateOf({ client }: Table): Promise<unknown[]> {
  const items: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  const place = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;
  return items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)).map(essence);
}

function start({ url }: Table): ChildProcess {
  const env = {
    ...bareEnvironment(),
    ...cloud.environment,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    KEYTURN_ADOPTED_USER_PATHS: ADOPTED_PATH,
  };
  const args = ["cli/keyturn.ts", "adopt", "--org", ORG, "--plan", planFile, "--apply", "--json"];
  return spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(table: Table): Promise<{ code: number; counts: Record<string, number>; ms: number }> {
  const child = start(table);
  let out = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  let startedAt = Date.now();
  child.stderr?.once("data", () => {
    startedAt = Date.now(); // it has begun to work
  });
  const [code] = await once(child, "close");
  return { code, counts: JSON.parse(out).counts, ms: Date.now() - startedAt };
}

/** Kills the command by its id, somewhere in the first so many milliseconds of its work. */
async function kill(table: Table, withinMs: number): Promise<boolean> {
  const child = start(table);
  const ended = once(child, "exit");
  child.stdout?.resume();
  await once(child.stderr as NonNullable<typeof child.stderr>, "data"); // it has begun to look at the org
  await sleep(Math.random() * withinMs);
  const wasAtWork = child.kill("SIGKILL");
  child.stderr?.resume();
  await ended;
  return wasAtWork;
}

test(`${USERS} users, the command killed ${KILLS} times, end as those of one clean run`, async () => {
  const iam = usersClient(cloud.aws);
  const users = plannedUsers(USERS);
  const rows: Record<string, ReturnType<typeof rowOf>> = {};
  await allInChunks(users, 16, async (user) => {
    const keys = await addPortalUser(iam, { userName: user.userName, path: ADOPTED_PATH, keys: user.keys });
    rows[user.userName] = rowOf(
      user,
      keys.map(({ accessKeyId }) => accessKeyId),
    );
  });
  writeFileSync(planFile, csvOf(users.flatMap(({ userName }) => rows[userName] ?? [])));

  const clean = await aTable();
  const whole = await run(clean);
  expect(whole).toMatchObject({ code: 0, counts: { adopted: USERS, refused: 0, failed: 0 } });
  const broken = await aTable();
  let killed = 0;
  for (let attempt = 0; attempt < KILLS; attempt++) {
    if (await kill(broken, whole.ms / (KILLS * 1.5))) killed += 1;
  }
  expect(killed).toBe(KILLS);
  const { code, counts } = await run(broken);
  expect(code).toBe(0);
  const { adopted = 0, already_adopted: before = 0 } = counts;
  expect(adopted + before).toBe(USERS);
  console.info(
    `killed ${killed} times; ${before} users were adopted by then, ${adopted} in the last run; ${whole.ms} ms for a clean one`,
  );
  expect(await stateOf(broken)).toEqual(await stateOf(clean));
}, 1_200_000);
