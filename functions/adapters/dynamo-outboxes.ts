import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { KeyturnEvent } from "../../core/journal/event.ts";
import type { ItemKey, Nominated, Outboxes } from "../../core/journal/outboxes.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import { conditional, type DynamoTable } from "./dynamo-items.ts";
import { readItems } from "./dynamo-lists.ts";
import { shardName } from "./item-keys.ts";

const Outbox = z.array(KeyturnEvent);
const { outbox } = table.indexes;
const PAGE = 100;

export function dynamoOutboxes(dynamo: DynamoTable): Outboxes {
  return {
    nominated: (shard, after) => nominated(dynamo, shard, after),
    read: (key) => read(dynamo, key),
    readAll: async (keys) => {
      const items = await readItems(dynamo, keys, "outbox");
      return items.map((item) => Outbox.parse(item?.outbox ?? []));
    },
    trim: (key, firstEventId, count) => trim(dynamo, key, firstEventId, count),
  };
}

async function nominated(
  { client, tableName }: DynamoTable,
  shard: number,
  after?: string,
): Promise<Nominated> {
  const command = new QueryCommand({
    TableName: tableName,
    IndexName: outbox.name,
    KeyConditionExpression: "#shard = :shard",
    ExpressionAttributeNames: { "#shard": outbox.partitionKey },
    ExpressionAttributeValues: { ":shard": shardName(shard) },
    Limit: PAGE,
    ...(after && { ExclusiveStartKey: JSON.parse(after) }),
  });
  const { Items, LastEvaluatedKey } = await awsCall("Query", () => client.send(command));
  return {
    items: (Items ?? []).map(({ pk, sk }): ItemKey => ({ pk, sk })),
    ...(Items?.[0] && { since: Items[0][outbox.sortKey] }),
    ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }),
  };
}

async function read({ client, tableName }: DynamoTable, key: ItemKey): Promise<KeyturnEvent[]> {
  const command = new GetCommand({
    TableName: tableName,
    Key: key,
    ConsistentRead: true,
    ProjectionExpression: "outbox",
  });
  const { Item } = await awsCall("GetItem", () => client.send(command));
  return Outbox.parse(Item?.outbox ?? []);
}

/** First as if nothing had arrived meanwhile, which also ends the nomination; if that is refused, without. */
async function trim(dynamo: DynamoTable, key: ItemKey, firstEventId: string, count: number): Promise<void> {
  const emptied = await trimIf(dynamo, key, firstEventId, count, true);
  if (!emptied) await trimIf(dynamo, key, firstEventId, count, false);
}

async function trimIf(
  { client, tableName }: DynamoTable,
  key: ItemKey,
  firstEventId: string,
  count: number,
  empties: boolean,
): Promise<boolean> {
  const sent = Array.from({ length: count }, (_, place) => `outbox[${place}]`);
  const nomination = [outbox.partitionKey, outbox.sortKey];
  const first = "outbox[0].metadata.eventId = :first";
  const command = new UpdateCommand({
    TableName: tableName,
    Key: key,
    UpdateExpression: `REMOVE ${[...sent, ...(empties ? nomination : [])].join(", ")}`,
    ConditionExpression: empties ? `${first} AND attribute_not_exists(outbox[${count}])` : first,
    ExpressionAttributeValues: { ":first": firstEventId },
  });
  return (await conditional("UpdateItem", () => client.send(command))) !== undefined;
}
