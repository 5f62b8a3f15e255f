import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  connectionJournal,
  connectionKey,
  noticeKey,
  policyKey,
} from "../../functions/adapters/item-keys.ts";
import { FIND_DRIFT, NOTIFY_DEPENDENTS, SWEEP_SHARD } from "../../functions/subscriptions.ts";
import { contextOf } from "../../local/aws/policy/conditions.ts";
import { isAllowed } from "../../local/aws/policy/evaluate.ts";
import type { PolicyDocument } from "../../local/aws/policy/policy-document.ts";
import { parsePolicyDocument } from "../../local/aws/policy/policy-document.ts";
import { deployed, settings } from "../infra/deployment.ts";
import { allOf, type Graph } from "../infra/graph.ts";
import { type DeployedLambda, lambdasOf } from "../infra/lambdas.ts";
import { ACCOUNT } from "../infra/synth/mock-cloud.ts";
import { usedByAws } from "../infra/used-by-aws.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { type Access, accessesOf, type DeployedNames } from "./accesses.ts";
import { allRecorded } from "./recorder.ts";

// What the code calls against what the stacks grant: a right too few would be found by the first customer it
// concerns, a right too many by whoever breaks in.

vi.mock(import("../../functions/clients.ts"), async (original) => {
  const { recording } = await import("./recorder.ts");
  return recording((await original()) as never);
});

const streamed: DynamoDBRecord[] = [];
const cloud = await openTestCloud({ onStreamRecord: (record) => streamed.push(record) });
const { KEYTURN_MAIL_SENDER, KEYTURN_ADOPTED_USER_PATHS } = settings;
Object.assign(process.env, cloud.environment, { KEYTURN_MAIL_SENDER, KEYTURN_ADOPTED_USER_PATHS });
let graph: Graph;
let accesses: Access[];

beforeAll(async () => {
  const { useClock } = await import("../../functions/ports.ts");
  useClock(cloud.clock);
  const { runEverything } = await import("./scenario.ts");
  await runEverything(cloud, streamed);
  graph = await deployed();
  const names = namesIn(graph);
  accesses = allRecorded().flatMap((one) => accessesOf(one, names));
}, 300_000);
afterAll(() => cloud.close());

test("every call that a Lambda made is within its rights", () => {
  const refused = accesses.filter(
    (access) =>
      !isAllowed(policiesOf(access.lambda), undefined, { ...access, context: contextOf(access.context) }),
  );
  expect([
    ...new Set(refused.map(({ lambda, action, resource }) => `${lambda}: ${action} on ${resource}`)),
  ]).toEqual([]);
});

const notice = noticeKey({ org: "acme", eventId: "01900000-0000-7000-8000-000000000001", pipelineId: "p" });

/** Rights that this scenario does not come to use, and which test does. */
const usedElsewhere: Record<string, string> = {
  "notifyDependents: events:PutEvents":
    "a pass that runs out of time asks for another: functions/events/notify-dependents.test.ts",
};

test("every right that a Lambda has was used", () => {
  const used = new Set(accesses.map(({ lambda, action }) => `${lambda}: ${action}`));
  const granted = lambdasOf(graph).flatMap((lambda) =>
    actionsOf(lambda).map((action) => ({ name: `${lambda.name}: ${action}`, action })),
  );
  const unused = granted.filter(({ name, action }) => !used.has(name) && !(action in usedByAws));
  expect(unused.map(({ name }) => name).toSorted()).toEqual(Object.keys(usedElsewhere).toSorted());
});

test.each([
  ["PutItem", ["relayOutbox", "startSweep"]],
  ["UpdateItem", []],
  ["DeleteItem", []],
])("the journal is append-only, and the relay's to append to: dynamodb:%s is %j's", (call, expected) => {
  const { tableArn } = namesIn(graph);
  const context = contextOf({ "dynamodb:LeadingKeys": connectionJournal("acme", "con_1") });
  const access = { action: `dynamodb:${call}`, resource: tableArn, context };
  const may = lambdasOf(graph).filter((lambda) => isAllowed(documentsOf(lambda), undefined, access));
  expect(may.map(({ name }) => name).sort()).toEqual(expected);
});

test.each([
  ["PutItem", notice, true],
  ["UpdateItem", notice, true],
  ["DeleteItem", notice, false],
  ["PutItem", connectionKey({ org: "acme", connectionId: "con_1" }), false],
  ["UpdateItem", connectionKey({ org: "acme", connectionId: "con_1" }), false],
  ["UpdateItem", policyKey({ org: "acme" }), false],
])("who tells dependents may do dynamodb:%s with %j: %j", (call, { pk }, may) => {
  const { tableArn: resource } = namesIn(graph);
  const context = contextOf({ "dynamodb:LeadingKeys": pk });
  const access = { action: `dynamodb:${call}`, resource, context };
  expect(isAllowed(policiesOf("notifyDependents"), undefined, access)).toBe(may);
});

test.each([
  ["startSweep", [SWEEP_SHARD]],
  ["sweepShard", [SWEEP_SHARD, NOTIFY_DEPENDENTS]],
  ["notifyDependents", [NOTIFY_DEPENDENTS]],
  ["findDrift", [FIND_DRIFT]],
  ["relayOutbox", []],
])("%s may ask for %j inside, and for nothing else", (name, expected) => {
  const { internalBusArn: resource } = namesIn(graph);
  const may = [SWEEP_SHARD, NOTIFY_DEPENDENTS, FIND_DRIFT, "KeyRotated"].filter((type) => {
    const context = contextOf({ "events:detail-type": type });
    return isAllowed(policiesOf(name), undefined, { action: "events:PutEvents", resource, context });
  });
  expect(may).toEqual(expected);
});

function policiesOf(name: string): PolicyDocument[] {
  const lambda = lambdasOf(graph).find((one) => one.name === name);
  if (!lambda) throw new Error(`nothing is deployed that is called ${name}`);
  return documentsOf(lambda);
}

function documentsOf({ role }: DeployedLambda): PolicyDocument[] {
  const inline = role.inputs.inlinePolicies as { policy: string }[];
  return inline.map(({ policy }) => parsePolicyDocument(policy));
}

function actionsOf(lambda: DeployedLambda): string[] {
  return documentsOf(lambda).flatMap(({ Statement }) =>
    Statement.flatMap(({ Effect, Action = [] }) => (Effect === "Allow" ? Action : [])),
  );
}

function namesIn(made: Graph): DeployedNames {
  const arnOf = (type: Parameters<typeof allOf>[1], name: string) =>
    allOf(made, type).find((one) => one.name === name)?.arn ?? `no ${type} is called ${name}`;
  return {
    tableArn: arnOf("aws:dynamodb/table:Table", "TableTable"),
    busArn: arnOf("aws:cloudwatch/eventBus:EventBus", "BusBus"),
    internalBusArn: arnOf("aws:cloudwatch/eventBus:EventBus", "InternalBusBus"),
    bucketArn: arnOf("aws:s3/bucket:Bucket", "StorageUsEast1"),
    boundaryArn: arnOf("aws:iam/policy:Policy", "UserBoundary"),
    mailIdentityArn: `arn:aws:ses:eu-central-1:${ACCOUNT}:identity/`,
    secretArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:`,
    accountId: ACCOUNT,
  };
}
