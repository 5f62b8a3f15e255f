import { BatchWriteCommand, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import type { KeysPage, OrgItems, OrgPart } from "../../core/operator/org-items.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import type { DynamoTable } from "./dynamo-items.ts";
import { CONNECTION, noticesPartition, orgPartition, SERVICE } from "./item-keys.ts";
import { untilProcessed } from "./unprocessed.ts";

type Table = Pick<DynamoTable, "client" | "tableName">;

const { journal, outbox } = table.indexes;
const PAGE = 250;
/** DynamoDB's limit for one BatchWriteItem. */
const BATCH_WRITE_MAX = 25;

export function dynamoOrgItems(dynamo: Table): OrgItems {
  return {
    page: (org, part, after) => page(dynamo, part, queryFor(org, part), after),
    undelivered: (org, part, after) => page(dynamo, part, { ...queryFor(org, part), ...thatTell }, after),
    async erase(keys) {
      for (let from = 0; from < keys.length; from += BATCH_WRITE_MAX) {
        await batchDelete(dynamo, keys.slice(from, from + BATCH_WRITE_MAX));
      }
    },
  };
}

/** An item is in the outbox index as long as it has events to deliver. */
const thatTell = { FilterExpression: `attribute_exists(${outbox.partitionKey})` };

async function page(
  { client, tableName }: Table,
  part: OrgPart,
  query: Partial<QueryCommandInput>,
  after: string | undefined,
): Promise<KeysPage> {
  const command = new QueryCommand({
    TableName: tableName,
    ...query,
    Limit: PAGE,
    ...(after && { ExclusiveStartKey: JSON.parse(after) }),
  });
  const { Items, LastEvaluatedKey } = await awsCall("Query", () => client.send(command));
  return {
    keys: (Items ?? []).map(({ pk, sk }): ItemKey => ({ pk, sk })).filter(({ sk }) => isPart(sk, part)),
    ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }),
  };
}

function queryFor(org: string, part: OrgPart): Partial<QueryCommandInput> {
  const partition = { ":pk": part === "notices" ? noticesPartition(org) : orgPartition(org) };
  const which = { KeyConditionExpression: "#pk = :pk", ExpressionAttributeValues: partition };
  const shown = { ProjectionExpression: "pk, sk" };
  return part === "history"
    ? {
        ...which,
        ...shown,
        IndexName: journal.name,
        ExpressionAttributeNames: { "#pk": journal.partitionKey },
      }
    : { ...which, ...shown, ConsistentRead: true, ExpressionAttributeNames: { "#pk": table.partitionKey } };
}

function isPart(sk: string, part: OrgPart): boolean {
  if (part === "history" || part === "notices") return true;
  const isRecord = sk.startsWith(CONNECTION) || sk.startsWith(SERVICE);
  return isRecord === (part === "records");
}

async function batchDelete({ client, tableName }: Table, keys: readonly ItemKey[]): Promise<void> {
  const all = keys.map((key) => ({ DeleteRequest: { Key: { ...key } as Record<string, unknown> } }));
  await untilProcessed("BatchWriteItem", all, async (requests) => {
    const command = new BatchWriteCommand({ RequestItems: { [tableName]: requests } });
    const { UnprocessedItems } = await awsCall("BatchWriteItem", () => client.send(command));
    return (UnprocessedItems?.[tableName] ?? []) as typeof requests;
  });
}
