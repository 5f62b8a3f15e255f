import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, expect, test } from "vitest";
import { usersClient } from "../../../functions/clients.ts";
import { openTestCloud } from "../../../test/support/test-cloud.ts";
import { send, sign } from "../testing/raw-request.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const TableName = cloud.settings.tableName;

function through(credentials: object): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ ...cloud.aws, ...credentials, maxAttempts: 1 });
  return DynamoDBDocumentClient.from(client);
}

/** A user who may query the agenda of the table, and no more. */
async function aUser() {
  const iam = usersClient(cloud.aws);
  const UserName = "reader";
  const Resource = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}/index/agenda`;
  const Statement = [{ Effect: "Allow", Action: "dynamodb:Query", Resource }];
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "agenda", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

const agenda = new QueryCommand({
  TableName,
  IndexName: "agenda",
  KeyConditionExpression: "agendaShard = :shard",
  ExpressionAttributeValues: { ":shard": "S00" },
});
const batch = new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ pk: "a", sk: "b" }] } } });

test("root finds the laptop's table at the endpoint of everything else", async () => {
  const root = through({});
  const { Table } = await root.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableName).toBe(TableName);
  await root.send(new PutCommand({ TableName, Item: { pk: "a", sk: "b", text: "grüße" } }));
  const { Responses } = await root.send(batch);
  expect(Responses?.[TableName]).toEqual([{ pk: "a", sk: "b", text: "grüße" }]);
});

test("an error of DynamoDB comes through as it is", async () => {
  const put = new PutCommand({
    TableName,
    Item: { pk: "a", sk: "b" },
    ConditionExpression: "attribute_not_exists(pk)",
  });
  await expect(through({}).send(put)).rejects.toThrow("The conditional request failed");
});

test("a user may what its policy says, of tables and of indexes", async () => {
  const user = through({ credentials: await aUser() });
  expect((await user.send(agenda)).Items).toEqual([]);
  await expect(user.send(batch)).rejects.toThrow(
    /not authorized to perform: dynamodb:BatchGetItem on resource/,
  );
  const put = new PutCommand({ TableName, Item: { pk: "c", sk: "d" } });
  await expect(user.send(put)).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("who signs nothing is refused, and no page a browser shows is let in", async () => {
  const headers = { "x-amz-target": "DynamoDB_20120810.ListTables", origin: "https://evil.example" };
  const unsigned = await fetch(cloud.root.awsUrl, { method: "POST", headers, body: "{}" });
  expect([unsigned.status, await unsigned.text()]).toEqual([
    400,
    expect.stringContaining("MissingAuthenticationToken"),
  ]);
  const preflight = await fetch(cloud.root.awsUrl, { method: "OPTIONS", headers });
  expect([...unsigned.headers, ...preflight.headers].map(([name]) => name)).not.toContain(
    "access-control-allow-origin",
  );
});

test("a batch may be as large as DynamoDB's", async () => {
  const items = Array.from({ length: 5 }, (_, n) => ({ pk: "large", sk: `${n}`, text: "x".repeat(300_000) }));
  const writes = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await through({}).send(
    new BatchWriteCommand({ RequestItems: { [TableName]: writes } }),
  );
  expect(UnprocessedItems).toEqual({});
});

test("a signature that is not right is refused before the table is asked", async () => {
  const { accessKeyId } = cloud.root.credentials;
  const forged = through({ credentials: { accessKeyId, secretAccessKey: "guessed" } });
  await expect(forged.send(batch)).rejects.toThrow(/signature/i);
});

test.each([
  ["GetItem", "null"],
  ["GetItem", "{"],
  ["BatchGetItem", '{"RequestItems":{"keyturn":null}}'],
  ["BatchWriteItem", '{"RequestItems":{"keyturn":[null]}}'],
  ["TransactWriteItems", '{"TransactItems":[{"Put":null}]}'],
  ["TransactWriteItems", '{"TransactItems":"Put"}'],
])("a %s of %s is no request", async (operation, body) => {
  const aws = { port: Number(new URL(cloud.root.awsUrl).port) };
  const type = { "content-type": "application/x-amz-json-1.0" };
  const headers = { ...type, "x-amz-target": `DynamoDB_20120810.${operation}` };
  const raw = { method: "POST", path: "/", body, headers };
  const signed = sign(aws, cloud.root.credentials, raw, { service: "dynamodb" });
  const answer = await send(aws, { ...raw, headers: signed.headers });
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining("SerializationException") });
});
