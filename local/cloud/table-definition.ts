import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { table } from "../../functions/table.ts";

/** The table of functions/table.ts as CreateTable takes it. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const indexes = Object.values(table.indexes);
  const keyNames = [
    ...[table.partitionKey, table.sortKey],
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(table),
    AttributeDefinitions: [...new Set(keyNames)].map((name) => ({ AttributeName: name, AttributeType: "S" })),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: projectionOf(index.projection),
    })),
  };
}

function keySchema(keys: { partitionKey: string; sortKey: string }): KeySchemaElement[] {
  return [
    { AttributeName: keys.partitionKey, KeyType: "HASH" },
    { AttributeName: keys.sortKey, KeyType: "RANGE" },
  ];
}

function projectionOf(projection: "keys" | "all" | readonly string[]): GlobalSecondaryIndex["Projection"] {
  if (projection === "keys") return { ProjectionType: "KEYS_ONLY" };
  if (projection === "all") return { ProjectionType: "ALL" };
  return { ProjectionType: "INCLUDE", NonKeyAttributes: [...projection] };
}
