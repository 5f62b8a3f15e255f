import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord, EventBridgeEvent } from "aws-lambda";
import { afterAll, afterEach, expect, test } from "vitest";
import { anEventOf, aPipeline } from "../../core/testing/sample-notices.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { documentClient, usersClient } from "../../functions/clients.ts";
import { type Route, type RouteName, routes } from "../../functions/routes.ts";
import type { RoleAccess } from "../../local/aws/aws-endpoint.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { emptyOrg, type Seed, withKey, withoutKey } from "../faults/seeds.ts";
import { type Asked, apiEvent } from "../support/api-event.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { putPipelines } from "../support/dependents.ts";
import { addPortalUser } from "../support/portal-user.ts";
import { runLambdasIn } from "../support/run-lambdas-in.ts";
import { openTestCloud } from "../support/test-cloud.ts";

// One right of each Lambda is taken away, and what it does is done: the laptop's AWS refuses it, as AWS would.

const refused: RoleAccess[] = [];
const cloud = await openTestCloud({
  adoptedUserPaths: ["/portal/s3/"],
  onRoleAccess: (access) => !access.allowed && refused.push(access),
});
await runLambdasIn(cloud);
const { httpLambdas, subscribers, workers } = await import("../../local/cloud/lambdas.ts");
const ports = cloudPorts(cloud);
afterAll(() => cloud.close());
afterEach(() => {
  refused.length = 0;
});

/** Whether it was done. */
type Run = () => Promise<boolean>;

const asked = (
  name: RouteName,
  seed: () => Promise<Seed>,
  what: (seed: Seed) => Asked = () => ({ body: {} }),
): Run => {
  return async () => {
    const made = await seed();
    const route: Route = routes[name];
    const { statusCode = 500 } = await httpLambdas[route.lambda](apiEvent(route, made, what(made)));
    return statusCode < 400;
  };
};
const woken = (wake: () => Promise<unknown>): Run => {
  return () =>
    wake().then(
      () => true,
      () => false,
    );
};
const asSuperAdmin = async () => {
  const seed = await emptyOrg();
  return { ...seed, caller: { ...seed.caller, role: "super_admin" as const } };
};

async function relayed(): Promise<boolean> {
  const plain = aConnection(anOrg());
  await ports.connections.insert({ ...plain, outbox: [aKeyCreated(plain, 1)], sequence: 1 });
  const { pk, sk } = connectionKey(plain);
  const record = { dynamodb: { SequenceNumber: "1", Keys: { pk: { S: pk }, sk: { S: sk } } } };
  const { batchItemFailures } = await workers.relayOutbox({ Records: [record as DynamoDBRecord] });
  return batchItemFailures.length === 0;
}

async function told(): Promise<unknown> {
  const { org, service } = await withoutKey(ports);
  await putPipelines(ports, service, [aPipeline(org, "nightly")]);
  const about = { metadata: { org }, data: { serviceId: service.serviceId } };
  const { type, metadata, data } = anEventOf("KeyRotated", about);
  return subscribers.notifyDependents({ "detail-type": type, detail: { metadata, data } } as never);
}

const adoptable = async () => {
  const seed = await asSuperAdmin();
  await addPortalUser(usersClient(cloud.aws), { userName: `s3-${seed.org}`, org: seed.org });
  return seed;
};
const rowOf = ({ org }: Seed) => {
  const place = { bucket: "portal-data", folder: "sales/" };
  return { body: { rows: [{ serviceName: "Sales", userName: `s3-${org}`, ...place }] } };
};
const newService = { name: "Sales", type: "s3", owner: "provider" };
const shard = { detail: { shard: 0 } } as unknown as EventBridgeEvent<string, unknown>;

const runs: [lambda: string, action: string, run: Run][] = [
  [
    "read",
    "dynamodb:GetItem",
    asked(
      "getService",
      () => withKey(ports),
      () => ({}),
    ),
  ],
  [
    "write",
    "dynamodb:PutItem",
    asked("putPipeline", asSuperAdmin, () => ({ body: { name: "N", kind: "rule" } })),
  ],
  ["keys", "iam:CreateAccessKey", asked("resetAccessKey", () => withKey(ports))],
  [
    "pairs",
    "iam:DeleteAccessKey",
    asked(
      "removeAccessKey",
      () => withKey(ports),
      ({ given }) => ({ query: { confirm: given?.accessKeyId ?? "" } }),
    ),
  ],
  ["provision", "s3:PutObject", asked("createService", emptyOrg, () => ({ body: newService }))],
  ["regional", "iam:TagUser", asked("resetRegionalKey", emptyOrg)],
  [
    "deprovision",
    "iam:DeleteUser",
    asked(
      "deleteService",
      () => withKey(ports),
      ({ service }) => ({ query: { confirm: service.name } }),
    ),
  ],
  ["adopt", "iam:ListAccessKeys", asked("adoptUsers", adoptable, rowOf)],
  ["relayOutbox", "events:PutEvents", relayed],
  ["startSweep", "dynamodb:Query", woken(async () => workers.startSweep(undefined))],
  ["sweepShard", "dynamodb:Query", woken(() => subscribers.sweepShard(shard))],
  ["findDrift", "dynamodb:Query", woken(() => subscribers.findDrift({}))],
  ["notifyDependents", "dynamodb:PutItem", woken(told)],
];

test("is tried of every Lambda that may do anything but log", () => {
  const all = Object.keys(cloud.lambdaPolicies).filter((lambda) => lambda !== "open");
  expect(runs.map(([lambda]) => lambda).sort()).toEqual(all.sort());
});

test.each(runs)("%s without %s", async (lambda, action, run) => {
  const policy = cloud.lambdaPolicies[lambda];
  if (!policy) throw new Error(`nothing is known of ${lambda}`);
  const less = policy.Statement.map(({ Action, ...rest }) => ({
    ...rest,
    Action: Action.filter((one) => one !== action),
  }));
  cloud.changePolicy(lambda, { ...policy, Statement: less.filter(({ Action }) => Action.length > 0) });
  expect(await run()).toBe(false);
  expect(refused.map(({ role, action: of }) => [role, of])).toContainEqual([lambda, action]);
  cloud.changePolicy(lambda, policy);
  refused.length = 0;
  expect(await run()).toBe(true);
  expect(refused).toEqual([]);
});

test("a refusal names the session, the action and the resource, as AWS's does", async () => {
  const documents = documentClient(cloud.aws);
  const read = asLambda("read", () =>
    documents.send(new GetCommand({ TableName: "others", Key: { pk: "a", sk: "b" } })),
  );
  await expect(read()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message:
      "User: arn:aws:sts::000000000000:assumed-role/read/keyturn-read is not authorized to perform: " +
      "dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/others",
  });
});

test("Lambdas that share a client at once each have their own session, and nobody has one outside of them", async () => {
  const sts = new STSClient({ ...cloud.aws, credentials: cloud.lambdaCredentials });
  const whoAmI = async () => (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  const names = Array.from({ length: 40 }, (_, n) => ["keys", "read", "write", "adopt"][n % 4] ?? "");
  const arns = await Promise.all(names.map((name) => asLambda(name, whoAmI)()));
  expect(arns).toEqual(names.map((name) => `arn:aws:sts::000000000000:assumed-role/${name}/keyturn-${name}`));
  await expect(whoAmI()).rejects.toThrow("there are no credentials for what no Lambda does");
});
