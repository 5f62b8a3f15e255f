import type { RequestListener } from "node:http";
import { isDeepStrictEqual } from "node:util";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Store } from "dynalite/db/index.js";
import { callOperation } from "./call-dynalite.ts";

/** As for CreateTable. What a laptop has no use for (stream, encryption, tags, …) is ignored. */
export type TableDefinition = CreateTableCommandInput;

/** Creates the table unless it is there. Throws when one is there that has other keys or indexes. */
export async function ensureTable(
  listener: RequestListener,
  tableDb: Store["tableDb"],
  definition: TableDefinition,
): Promise<void> {
  const { TableName } = definition;
  const existing = await describe(listener, TableName);
  if (!existing) {
    await callOperation(listener, "CreateTable", wanted(definition));
  } else if (!isDeepStrictEqual(shape(existing), shape(definition))) {
    throw new Error(
      `The data folder holds a table ${TableName} of another version of Keyturn: its keys or indexes differ. ` +
        "Move the folder away, or start with another data folder.",
    );
  }
  if (existing && existing.TableStatus !== "ACTIVE") await activate(tableDb, existing);
  while ((await describe(listener, TableName))?.TableStatus !== "ACTIVE") {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A process killed while it created the table left it as "creating"; no later one goes on with that by itself. */
function activate(tableDb: Store["tableDb"], table: Described): Promise<void> {
  const GlobalSecondaryIndexes = table.GlobalSecondaryIndexes?.map((index) => ({
    ...index,
    IndexStatus: "ACTIVE",
  }));
  const record = {
    ...table,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    TableStatus: "ACTIVE",
  };
  return new Promise((resolve, reject) => {
    tableDb.put(table.TableName ?? "", record, (error) => (error ? reject(error) : resolve()));
  });
}

type Described = Partial<TableDefinition> & { TableStatus: string };

async function describe(
  listener: RequestListener,
  TableName: string | undefined,
): Promise<Described | undefined> {
  try {
    const { Table } = (await callOperation(listener, "DescribeTable", { TableName })) as { Table: Described };
    return Table;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function wanted(definition: TableDefinition): object {
  const { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } =
    definition;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    ...(GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
    BillingMode: "PAY_PER_REQUEST",
  };
}

/** What makes two tables interchangeable, in an order of its own. */
function shape(table: Partial<TableDefinition>): object {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])].map(
    ({ IndexName, KeySchema, Projection }) =>
      JSON.stringify([
        IndexName,
        KeySchema?.map((key) => [key.AttributeName, key.KeyType]),
        Projection?.ProjectionType,
        [...(Projection?.NonKeyAttributes ?? [])].sort(),
      ]),
  );
  const attributes = table.AttributeDefinitions?.map((a) => `${a.AttributeName} ${a.AttributeType}`);
  return {
    keys: table.KeySchema?.map((key) => [key.AttributeName, key.KeyType]),
    attributes: attributes?.sort(),
    indexes: indexes.sort(),
  };
}
