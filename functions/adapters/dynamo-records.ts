import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { Connection } from "../../core/connection/connection.ts";
import type { Connections } from "../../core/connection/connections.ts";
import { Service } from "../../core/service/service.ts";
import type { Services } from "../../core/service/services.ts";
import { awsCall } from "./aws-failure.ts";
import {
  type DynamoTable,
  eraseItem,
  getItem,
  getItems,
  insertItem,
  queryItems,
  updateItem,
} from "./dynamo-items.ts";
import { CONNECTION, connectionKey, orgPartition, SERVICE, serviceKey } from "./item-keys.ts";

export function dynamoConnections(dynamo: DynamoTable): Connections {
  return {
    find: (ref) => getItem(dynamo, connectionKey(ref), Connection),
    insert: (connection) => insertItem(dynamo, connectionKey(connection), Connection, connection),
    update: (ref, patch) => updateItem(dynamo, connectionKey(ref), Connection, patch),
    findMany: (org, ids) =>
      getItems(
        dynamo,
        ids.map((connectionId) => connectionKey({ org, connectionId })),
        Connection,
      ),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: CONNECTION, limit, after }, Connection),
    erase: (ref, version) => eraseItem(dynamo, connectionKey(ref), version),
  };
}

export function dynamoServices(dynamo: DynamoTable): Services {
  return {
    find: (ref) => getItem(dynamo, serviceKey(ref), Service),
    insert: (service) => insertItem(dynamo, serviceKey(service), Service, service),
    update: (ref, patch) => updateItem(dynamo, serviceKey(ref), Service, patch),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: SERVICE, limit, after }, Service),
    count: (org, atMost) => countServices(dynamo, org, atMost),
    erase: (ref, version) => eraseItem(dynamo, serviceKey(ref), version),
  };
}

async function countServices(
  { client, tableName }: DynamoTable,
  org: string,
  atMost: number,
): Promise<number> {
  let count = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      FilterExpression: "#state <> :deleted",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":pk": orgPartition(org), ":prefix": SERVICE, ":deleted": "deleted" },
      Select: "COUNT",
      ConsistentRead: true,
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await awsCall("Query", () => client.send(command));
    count += page.Count ?? 0;
    start = page.LastEvaluatedKey;
  } while (start && count < atMost);
  return Math.min(count, atMost);
}
