import { expect, test } from "vitest";
import { type TableRequest, tableAccessesOf } from "./dynamodb-accesses.ts";

const tables = "arn:aws:dynamodb:us-east-1:000000000000:table/";
const partitionKeyOf = (tableName: string, indexName?: string) =>
  tableName !== "t" ? undefined : indexName === "byDay" ? "day" : "pk";

/** `GetItem t/index/byDay monday` */
function asked(operation: string, request: TableRequest): string[] {
  return tableAccessesOf(operation, request, { tables, partitionKeyOf }).map(({ action, resource, keys }) =>
    [action.replace("dynamodb:", ""), resource.replace(tables, ""), keys["dynamodb:LeadingKeys"]]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "s" } });

test.each<[operation: string, request: TableRequest, expected: string[]]>([
  ["GetItem", { TableName: "t", Key: key("a") }, ["GetItem t a"]],
  ["PutItem", { TableName: "t", Item: { pk: { N: "7" } } }, ["PutItem t 7"]],
  ["DescribeTable", { TableName: "t" }, ["DescribeTable t"]],
  ["ListTables", {}, ["ListTables *"]],
  ["GetItem", { TableName: "others", Key: key("a") }, ["GetItem others"]],
  [
    "Query",
    {
      TableName: "t",
      KeyConditionExpression: "begins_with(#s, :from) AND #p = :partition",
      ExpressionAttributeNames: { "#p": "pk", "#s": "sk" },
      ExpressionAttributeValues: { ":from": { S: "x" }, ":partition": { S: "a" } },
    },
    ["Query t a"],
  ],
  [
    "Query",
    {
      TableName: "t",
      IndexName: "byDay",
      KeyConditionExpression: "pk = :pk AND day=:day",
      ExpressionAttributeValues: { ":pk": { S: "a" }, ":day": { S: "monday" } },
    },
    ["Query t/index/byDay monday"],
  ],
])("%s of %j asks for %j", (operation, request, expected) => {
  expect(asked(operation, request)).toEqual(expected);
});

test("each partition of a batch is asked for, once", () => {
  const Keys = [key("a"), key("b"), key("a")];
  expect(asked("BatchGetItem", { RequestItems: { t: { Keys } } })).toEqual([
    "BatchGetItem t a",
    "BatchGetItem t b",
  ]);
  const writes = [{ PutRequest: { Item: key("a") } }, { DeleteRequest: { Key: key("c") } }];
  expect(asked("BatchWriteItem", { RequestItems: { t: writes } })).toEqual([
    "BatchWriteItem t a",
    "BatchWriteItem t c",
  ]);
});

test("a transaction asks for its parts", () => {
  const TransactItems = [
    { Put: { TableName: "t", Item: key("a") } },
    { ConditionCheck: { TableName: "t", Key: key("b") } },
    { Delete: { TableName: "others", Key: key("c") } },
  ];
  expect(asked("TransactWriteItems", { TransactItems })).toEqual([
    "PutItem t a",
    "ConditionCheckItem t b",
    "DeleteItem others",
  ]);
});
