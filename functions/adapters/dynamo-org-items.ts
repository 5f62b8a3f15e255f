import { BatchWriteCommand, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import type { OrgItems, OrgPart } from "../../core/operator/org-items.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import type { DynamoTable } from "./dynamo-items.ts";
import { CONNECTION, orgPartition, SERVICE } from "./item-keys.ts";

type Table = Pick<DynamoTable, "client" | "tableName">;

const { journal } = table.indexes;
const PAGE = 250;
/** DynamoDB's limit for one BatchWriteItem. */
const BATCH_WRITE_MAX = 25;

export function dynamoOrgItems(dynamo: Table): OrgItems {
  return {
    async page(org, part, after) {
      const command = new QueryCommand({
        TableName: dynamo.tableName,
        ...queryFor(org, part),
        Limit: PAGE,
        ...(after && { ExclusiveStartKey: JSON.parse(after) }),
      });
      const { Items, LastEvaluatedKey } = await awsCall("Query", () => dynamo.client.send(command));
      return {
        keys: (Items ?? []).map(({ pk, sk }): ItemKey => ({ pk, sk })).filter(({ sk }) => isPart(sk, part)),
        ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }),
      };
    },
    async erase(keys) {
      for (let from = 0; from < keys.length; from += BATCH_WRITE_MAX) {
        await batchDelete(dynamo, keys.slice(from, from + BATCH_WRITE_MAX));
      }
    },
  };
}

function queryFor(org: string, part: OrgPart): Partial<QueryCommandInput> {
  const partition = { ":pk": orgPartition(org) };
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
  const isRecord = sk.startsWith(CONNECTION) || sk.startsWith(SERVICE);
  return part === "history" || isRecord === (part === "records");
}

async function batchDelete({ client, tableName }: Table, keys: readonly ItemKey[]): Promise<void> {
  let requests = keys.map((key) => ({ DeleteRequest: { Key: { ...key } as Record<string, unknown> } }));
  while (requests.length > 0) {
    const command = new BatchWriteCommand({ RequestItems: { [tableName]: requests } });
    const { UnprocessedItems } = await awsCall("BatchWriteItem", () => client.send(command));
    requests = (UnprocessedItems?.[tableName] ?? []) as typeof requests;
  }
}
