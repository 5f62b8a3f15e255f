import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import type { Instant } from "../../core/clock.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { type Patch, PatchRefused } from "../../core/record/patch.ts";
import { awsCall, awsFailure } from "./aws-failure.ts";
import { updateExpression } from "./dynamo-expression.ts";
import { indexKeysFor, indexKeysOf, type Tracked, withoutIndexKeys } from "./dynamo-index-keys.ts";

/** The table, and the clock that says since when an outbox waits. */
export interface DynamoTable {
  client: DynamoDBDocumentClient;
  tableName: string;
  now(): Instant;
}

/** A kind of item: what it holds, and where it lies. */
export interface Kind<Item> {
  schema: z.ZodType<Item>;
  keyOf(item: Item): ItemKey;
}

export async function getItem<Item>(
  { client, tableName }: DynamoTable,
  key: ItemKey,
  kind: Kind<Item>,
): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true });
  const { Item } = await awsCall("GetItem", () => client.send(command));
  return Item && parsed(kind, Item);
}

/** False when the key is taken. */
export async function insertItem<Item extends Tracked>(
  { client, tableName, now }: DynamoTable,
  key: ItemKey,
  { schema }: Kind<Item>,
  item: Item,
): Promise<boolean> {
  const command = new PutCommand({
    TableName: tableName,
    Item: { ...schema.parse(item), ...key, ...indexKeysOf(key, item, now()) },
    ConditionExpression: "attribute_not_exists(pk)",
  });
  return (await conditional("PutItem", () => client.send(command))) !== undefined;
}

export async function updateItem<Item extends Tracked>(
  dynamo: DynamoTable,
  key: ItemKey,
  kind: Kind<Item>,
  patch: Patch<Item>,
): Promise<Item> {
  return parsed(kind, (await writePatch(dynamo, key, patch, "ALL_NEW")) ?? {});
}

export async function writeItem<Item extends Tracked>(
  dynamo: DynamoTable,
  key: ItemKey,
  patch: Patch<Item>,
): Promise<void> {
  await writePatch(dynamo, key, patch, "NONE");
}

async function writePatch<Item extends Tracked>(
  { client, tableName, now }: DynamoTable,
  key: ItemKey,
  patch: Patch<Item>,
  ReturnValues: "ALL_NEW" | "NONE",
): Promise<Record<string, unknown> | undefined> {
  const command = new UpdateCommand({
    TableName: tableName,
    Key: key,
    ...updateExpression(patch, indexKeysFor(key, patch, now())),
    ReturnValues,
  });
  const written = await conditional("UpdateItem", () => client.send(command));
  if (!written) throw new PatchRefused();
  return written.Attributes;
}

/** False when the item is not at this version, or gone. One made anew under its id counts its versions anew. */
export async function eraseItem(
  { client, tableName }: DynamoTable,
  key: ItemKey,
  version: number,
  createdOn?: Instant,
): Promise<boolean> {
  const command = new DeleteCommand({
    TableName: tableName,
    Key: key,
    ConditionExpression: `version = :version${createdOn ? " AND createdOn = :createdOn" : ""}`,
    ExpressionAttributeValues: { ":version": version, ...(createdOn && { ":createdOn": createdOn }) },
  });
  return (await conditional("DeleteItem", () => client.send(command))) !== undefined;
}

/** An item that says of itself that it belongs elsewhere is nobody's: whoever wrote it was not this code. */
export function parsed<Item>({ schema, keyOf }: Kind<Item>, item: Record<string, unknown>): Item {
  const record = schema.parse(withoutIndexKeys(item));
  const { pk, sk } = keyOf(record);
  if (pk !== item.pk || sk !== item.sk) throw new Error("an item names another org or id than its key");
  return record;
}

/** A write with a condition. Undefined: the item is not as it says, and nothing was written. */
export async function conditional<Output>(
  call: string,
  write: () => Promise<Output>,
): Promise<Output | undefined> {
  try {
    return await write();
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return undefined;
    throw awsFailure(call, error);
  }
}
