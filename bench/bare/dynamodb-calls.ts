import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { BareCalls } from "./bare.ts";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export const dynamodb: BareCalls = {
  "DynamoDB GetItem": ({ tableName, key }) =>
    documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })),
  "DynamoDB BatchGetItem": ({ tableName, key }) =>
    documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: [key], ConsistentRead: true } } }),
    ),
  "DynamoDB Query": ({ tableName, key }) =>
    documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": key.pk, ":prefix": key.sk },
        ConsistentRead: true,
      }),
    ),
  "DynamoDB PutItem": ({ tableName, key, facts }) =>
    documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...facts, pk: key.pk, sk: `BENCH#${process.pid}` },
        ConditionExpression: "attribute_not_exists(#bench)",
        ExpressionAttributeNames: { "#bench": "bench" },
      }),
    ),
  "DynamoDB UpdateItem": ({ tableName, key, facts }) =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: "SET bench = :facts, version = version + :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":facts": facts, ":one": 1 },
        ReturnValues: "ALL_NEW",
      }),
    ),
  "DynamoDB DeleteItem": ({ tableName, key }) =>
    documents.send(
      new DeleteCommand({ TableName: tableName, Key: { pk: key.pk, sk: `BENCH#${process.pid}` } }),
    ),
};
