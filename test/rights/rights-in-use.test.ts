import { readFileSync, writeFileSync } from "node:fs";
import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  connectionJournal,
  connectionKey,
  noticeKey,
  policyKey,
} from "../../functions/adapters/item-keys.ts";
import { FIND_DRIFT, NOTIFY_DEPENDENTS, SWEEP_SHARD } from "../../functions/subscriptions.ts";
import { contextOf } from "../../local/aws/policy/conditions.ts";
import templates from "../../local/cloud/lambda-policies.json" with { type: "json" };
import type { PolicyTemplates } from "../../local/cloud/lambda-policies.ts";
import { policyNames } from "../../local/cloud/resources.ts";
import { HurriedClock } from "../support/hurried-clock.ts";
import { runLambdasIn } from "../support/run-lambdas-in.ts";
import { openTestCloud, REGIONS } from "../support/test-cloud.ts";
import { changesOf } from "./changes.ts";
import { type Evidence, evidenceOf, findings, isOfNobody, nameOf, neededBy } from "./findings.ts";
import { judgeOf, rightsIn } from "./policy-judge.ts";
import { allRecorded, record } from "./recorded.ts";
import { rightsPage } from "./rights-page.ts";
import { usedElsewhere } from "./unused.ts";

// What the code calls against what the stacks grant: a right too few would be found by the first customer it
// concerns, a right too many by whoever breaks in. The Lambdas run with their deployed policies, and the endpoint
// that judges them tells what they ask for.

const policies = templates as PolicyTemplates;
const lambdas = Object.keys(policies);
const settings = { mailSender: "keys@example.com", adoptedUserPaths: ["/portal/s3/"] };
const streamed: DynamoDBRecord[] = [];
const clock = new HurriedClock();
const cloud = await openTestCloud({
  clock,
  ...settings,
  onStreamRecord: (made) => streamed.push(made),
  onRoleAccess: record,
});
const names = policyNames(REGIONS, cloud.settings.accountId, settings);
await runLambdasIn(cloud);
const evidence = new Map<string, Evidence>();

beforeAll(async () => {
  const { runEverything } = await import("./scenario.ts");
  await runEverything({ ...cloud, clock }, streamed);
  for (const lambda of lambdas) {
    evidence.set(lambda, evidenceOf(lambda, policies[lambda] ?? [], allRecorded(), names));
  }
}, 300_000);
afterAll(() => cloud.close());

const evidenceAbout = (lambda: string) => evidence.get(lambda) as Evidence;

test("every call that a Lambda made is within its rights, but for those about users that are gone", () => {
  const refused = allRecorded().filter((one) => !one.allowed && !isOfNobody(one));
  expect(refused).toEqual([]);
});

test.each(lambdas)("%s has the rights that it needs, and no more", (lambda) => {
  expect(findings(evidenceAbout(lambda), policies[lambda] ?? [])).toEqual([]);
});

test("what is said to be needed elsewhere is needed nowhere here", () => {
  const unused = lambdas.flatMap((lambda) => {
    const statements = policies[lambda] ?? [];
    const rights = rightsIn(statements).filter(({ statement }) => statement.Effect === "Allow");
    const needless = rights.filter(
      (right) => neededBy(evidenceAbout(lambda), statements, right).length === 0,
    );
    return needless.map((right) => nameOf(lambda, right));
  });
  expect(unused.sort()).toEqual(Object.keys(usedElsewhere).sort());
});

test("docs/rights.md says what each right is needed for", () => {
  const file = new URL("../../docs/rights.md", import.meta.url);
  const page = rightsPage(policies, evidence);
  if (process.env.KEYTURN_UPDATE) writeFileSync(file, page);
  expect(readFileSync(file, "utf8")).toBe(page);
});

const notice = noticeKey({ org: "acme", eventId: "01900000-0000-7000-8000-000000000001", pipelineId: "p" });
const may = (lambda: string, action: string, resource: string, keys: Record<string, string>) =>
  judgeOf(policies[lambda] ?? [], names)({ action, resource, context: contextOf(keys) });
const table = `arn:aws:dynamodb:${names.region}:${names.account}:table/${names.app}`;
const internalBus = `arn:aws:events:${names.region}:${names.account}:event-bus/${names.app}-internal`;

test.each([
  ["PutItem", ["relayOutbox", "startSweep"]],
  ["UpdateItem", []],
  ["DeleteItem", []],
])("the journal is append-only, and the relay's to append to: dynamodb:%s is %j's", (call, expected) => {
  const keys = { "dynamodb:LeadingKeys": connectionJournal("acme", "con_1") };
  expect(lambdas.filter((lambda) => may(lambda, `dynamodb:${call}`, table, keys)).sort()).toEqual(expected);
});

test.each([
  ["PutItem", notice, true],
  ["UpdateItem", notice, true],
  ["DeleteItem", notice, false],
  ["PutItem", connectionKey({ org: "acme", connectionId: "con_1" }), false],
  ["UpdateItem", connectionKey({ org: "acme", connectionId: "con_1" }), false],
  ["UpdateItem", policyKey({ org: "acme" }), false],
])("who tells dependents may do dynamodb:%s with %j: %j", (call, { pk }, expected) => {
  const keys = { "dynamodb:LeadingKeys": pk };
  expect(may("notifyDependents", `dynamodb:${call}`, table, keys)).toBe(expected);
});

test.each([
  ["startSweep", [SWEEP_SHARD]],
  ["sweepShard", [SWEEP_SHARD, NOTIFY_DEPENDENTS]],
  ["notifyDependents", [NOTIFY_DEPENDENTS]],
  ["findDrift", [FIND_DRIFT]],
  ["relayOutbox", []],
])("%s may ask for %j inside, and for nothing else", (name, expected) => {
  const types = [SWEEP_SHARD, NOTIFY_DEPENDENTS, FIND_DRIFT, "KeyRotated"];
  const asks = (type: string) => may(name, "events:PutEvents", internalBus, { "events:detail-type": type });
  expect(types.filter(asks)).toEqual(expected);
});

describe.each(lambdas)("whatever is changed in the policy of %s is seen", (lambda) => {
  test.each(changesOf(policies[lambda] ?? []))("$says", ({ statements }) => {
    expect(findings(evidenceAbout(lambda), statements)).not.toEqual([]);
  });
});
