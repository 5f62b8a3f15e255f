import type { ConditionKeys } from "../iam/authorize.ts";

/** An action on a table or an index, and what a policy's conditions can see of it. */
export interface TableAccess {
  action: string;
  resource: string;
  keys: ConditionKeys;
}

export type PartitionKeyOf = (tableName: string, indexName?: string) => string | undefined;

type Attributes = Record<string, { S?: string; N?: string; B?: string }>;

/** As much of a request as says what is asked for. */
export interface TableRequest {
  TableName?: string;
  IndexName?: string;
  Key?: Attributes;
  Item?: Attributes;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Attributes;
  RequestItems?: Record<string, { Keys?: Attributes[] } | BatchedWrite[]>;
  TransactItems?: Record<string, TableRequest>[];
}

interface BatchedWrite {
  PutRequest?: { Item: Attributes };
  DeleteRequest?: { Key: Attributes };
}

const TRANSACTED: Record<string, string> = {
  ...{ Get: "GetItem", Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem" },
  ConditionCheck: "ConditionCheckItem",
};

/**
 * What a request needs a right to. AWS has one key `dynamodb:LeadingKeys` with all partitions that a request is about;
 * here each is an access of its own, so that none of them passes for another. A transaction needs the right to each
 * of its parts, and none to itself.
 */
export function tableAccessesOf(
  operation: string,
  request: TableRequest,
  { tables, partitionKeyOf }: { tables: string; partitionKeyOf: PartitionKeyOf },
): TableAccess[] {
  const { TableName, IndexName, RequestItems, TransactItems } = request;
  const access = (tableName: string, partition: string | undefined): TableAccess => ({
    action: `dynamodb:${operation}`,
    resource: `${tables}${tableName}${IndexName ? `/index/${IndexName}` : ""}`,
    keys: { "dynamodb:LeadingKeys": partition },
  });
  if (TableName) {
    const key = partitionKeyOf(TableName, IndexName);
    return [access(TableName, key && partitionOf(request, key))];
  }
  if (RequestItems) {
    return Object.entries(RequestItems).flatMap(([name, items]) => {
      const key = partitionKeyOf(name);
      const partitions = new Set(batched(items).map((one) => key && textIn(one[key])));
      return [...partitions].map((partition) => access(name, partition));
    });
  }
  if (TransactItems) {
    const parts = TransactItems.flatMap((item) => Object.entries(item));
    return parts.flatMap(([kind, part]) =>
      tableAccessesOf(TRANSACTED[kind] ?? operation, part, { tables, partitionKeyOf }),
    );
  }
  return [{ action: `dynamodb:${operation}`, resource: "*", keys: {} }];
}

function partitionOf(request: TableRequest, key: string): string | undefined {
  const item = request.Key ?? request.Item;
  return item ? textIn(item[key]) : queriedPartition(request, key);
}

function batched(items: { Keys?: Attributes[] } | BatchedWrite[]): Attributes[] {
  if (!Array.isArray(items)) return items.Keys ?? [];
  return items.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
}

/** A query says its partition in a comparison of the key: `pk = :pk`, or with a name that stands for it. */
function queriedPartition(request: TableRequest, key: string): string | undefined {
  const { KeyConditionExpression = "", ExpressionAttributeNames, ExpressionAttributeValues } = request;
  for (const [, name = "", value = ""] of KeyConditionExpression.matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((ExpressionAttributeNames?.[name] ?? name) === key) return textIn(ExpressionAttributeValues?.[value]);
  }
  return undefined;
}

function textIn(attribute: Attributes[string] | undefined): string | undefined {
  return attribute?.S ?? attribute?.N ?? attribute?.B;
}
