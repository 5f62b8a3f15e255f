import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { aKeyCreated } from "../core/testing/sample-records.ts";
import { connectionKey, policyKey } from "../functions/adapters/item-keys.ts";
import { accessKeysClient, documentClient } from "../functions/clients.ts";
import { routes } from "../functions/routes.ts";
import { type Seed, withKey } from "../test/faults/seeds.ts";
import { apiEvent } from "../test/support/api-event.ts";
import type { CloudPorts } from "../test/support/cloud-ports.ts";
import { runLambdasIn } from "../test/support/run-lambdas-in.ts";
import type { TestCloud } from "../test/support/test-cloud.ts";
import { median, type Ratio, ratioOf } from "./rounds.ts";

/** How much longer a request takes through the whole handler than its AWS calls alone. */
export interface Overhead {
  handlerMs: number;
  bareMs: number;
  ratio: Ratio;
  rounds: number;
}

const ROUNDS = 15;
const RESETS_A_ROUND = 12;

/** Resets through the full handler and bare, by turns, in the same process against the same endpoint. */
export async function measureOverhead(cloud: TestCloud, ports: CloudPorts): Promise<Overhead> {
  const asLambda = await runLambdasIn(cloud, cloud.clock, { POWERTOOLS_LOG_LEVEL: "SILENT" });
  const handler = asLambda("keys", (await import("../functions/lambdas/keys.ts")).handler);
  const full = async (seed: Seed) => {
    const asked = { body: { reason: "scheduled" }, idempotencyKey: seed.org };
    const { statusCode } = await handler(apiEvent(routes.resetAccessKey, seed, asked));
    if (statusCode !== 200) throw new Error(`the handler answered ${statusCode}`);
  };
  const bare = bareReset(cloud);
  await round(ports, full, bare); // warms up both
  const rounds = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(ports, full, bare));
  const [handlerMs, bareMs] = [median(rounds.map((one) => one.full)), median(rounds.map((one) => one.bare))];
  return { handlerMs, bareMs, ratio: ratioOf(rounds), rounds: ROUNDS };
}

type Reset = (seed: Seed) => Promise<unknown>;

/** The mean of each, in milliseconds; they take turns, and turns at going first. */
async function round(ports: CloudPorts, full: Reset, bare: Reset): Promise<{ full: number; bare: number }> {
  const spent = { full: 0, bare: 0 };
  for (let n = 0; n < RESETS_A_ROUND; n++) {
    const turns = [["full", full] as const, ["bare", bare] as const];
    for (const [name, reset] of n % 2 ? turns : turns.reverse()) {
      const seed = await withKey(ports);
      const startedAt = performance.now();
      await reset(seed);
      spent[name] += performance.now() - startedAt;
    }
  }
  return { full: spent.full / RESETS_A_ROUND, bare: spent.bare / RESETS_A_ROUND };
}

/** A read of the policy, two IAM calls and three conditional updates that write as much, with clients as a Lambda has them. */
function bareReset(cloud: TestCloud): Reset {
  const [iam, documents] = [accessKeysClient(cloud.aws), documentClient(cloud.aws)];
  return async ({ connection, caller, given }) => {
    const { userName: UserName } = connection;
    const operation = { id: "operation", by: caller.name, kind: "issue", phase: "taken" };
    const update = (UpdateExpression: string, values: Record<string, unknown>) =>
      documents.send(
        new UpdateCommand({
          TableName: cloud.settings.tableName,
          Key: connectionKey(connection),
          UpdateExpression,
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: values,
          ReturnValues: "ALL_NEW",
        }),
      );
    const where = { TableName: cloud.settings.tableName, Key: policyKey(connection), ConsistentRead: true };
    await documents.send(new GetCommand(where));
    await update("SET operation = :operation", { ":operation": operation });
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await update("SET issued = :issued, retiring = :retiring, outbox = list_append(outbox, :events)", {
      ":issued": { accessKeyId: AccessKey?.AccessKeyId, state: "active" },
      ":retiring": { accessKeyId: given?.accessKeyId, state: "doomed" },
      ":events": [aKeyCreated(connection, 1)],
    });
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: given?.accessKeyId }));
    await update("SET windows = :none REMOVE operation, retiring", { ":none": [] });
  };
}
