import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { awsCall } from "./aws-failure.ts";
import { type DynamoTable, type Kind, parsed } from "./dynamo-items.ts";
import { untilProcessed } from "./unprocessed.ts";

/** DynamoDB's limit for one BatchGetItem. */
const BATCH_GET_MAX = 100;

/** Items of a partition whose sort keys begin with `prefix`, in their order, after `after`. */
export async function queryItems<Item>(
  { client, tableName }: DynamoTable,
  where: { pk: string; prefix: string; limit: number; after?: string | undefined },
  kind: Kind<Item>,
): Promise<Item[]> {
  const { pk, prefix, limit, after } = where;
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined = after ? { pk, sk: prefix + after } : undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
      ConsistentRead: true,
      Limit: limit - items.length,
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await awsCall("Query", () => client.send(command));
    items.push(...(page.Items ?? []).map((item) => parsed(kind, item)));
    start = page.LastEvaluatedKey;
  } while (start && items.length < limit);
  return items;
}

/** How many there are, but for those in a state and those that have an attribute; counted no further than `atMost`. */
export async function countItems(
  { client, tableName }: Pick<DynamoTable, "client" | "tableName">,
  where: { pk: string; prefix: string; atMost: number; but?: { state: string; having: string } },
): Promise<number> {
  const { pk, prefix, atMost, but } = where;
  const filter = but && {
    FilterExpression: "#state <> :state AND attribute_not_exists(#having)",
    ExpressionAttributeNames: { "#state": "state", "#having": but.having },
  };
  let count = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ...filter,
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix, ...(but && { ":state": but.state }) },
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

/** Those of the keys that exist, in the order of the keys. */
export async function getItems<Item>(
  dynamo: DynamoTable,
  keys: readonly ItemKey[],
  kind: Kind<Item>,
): Promise<Item[]> {
  const items = await readItems(dynamo, keys);
  return items.filter((item) => item !== undefined).map((item) => parsed(kind, item));
}

/** The items as they lie there, or one attribute of them, in the order of the keys; undefined for what is not there. */
export async function readItems(
  dynamo: DynamoTable,
  keys: readonly ItemKey[],
  attribute?: string,
): Promise<(Record<string, unknown> | undefined)[]> {
  const found = new Map<string, Record<string, unknown>>();
  for (let from = 0; from < keys.length; from += BATCH_GET_MAX) {
    const items = await batchGet(dynamo, keys.slice(from, from + BATCH_GET_MAX), attribute);
    for (const item of items) found.set(`${item.pk}\n${item.sk}`, item);
  }
  return keys.map(({ pk, sk }) => found.get(`${pk}\n${sk}`));
}

async function batchGet(
  { client, tableName }: DynamoTable,
  keys: readonly ItemKey[],
  attribute: string | undefined,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const only = attribute && { ProjectionExpression: `pk, sk, ${attribute}` };
  const all: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  await untilProcessed("BatchGetItem", all, async (waiting) => {
    const command = new BatchGetCommand({
      RequestItems: { [tableName]: { Keys: waiting, ConsistentRead: true, ...only } },
    });
    const { Responses, UnprocessedKeys } = await awsCall("BatchGetItem", () => client.send(command));
    items.push(...(Responses?.[tableName] ?? []));
    return UnprocessedKeys?.[tableName]?.Keys ?? [];
  });
  return items;
}
