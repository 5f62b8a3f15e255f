import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { KeyturnEvent } from "../../core/journal/event.ts";
import type { Journal, JournalPage } from "../../core/journal/journal.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import { conditional, type DynamoTable } from "./dynamo-items.ts";
import { connectionJournal, EVENT, journalKey, orgPartition } from "./item-keys.ts";

const { journal } = table.indexes;

export function dynamoJournal(dynamo: DynamoTable): Journal {
  return {
    putIfAbsent: (event) => putIfAbsent(dynamo, event),
    ofConnection: (org, connectionId, page) =>
      newestFirst(dynamo, { ConsistentRead: true }, ["pk", connectionJournal(org, connectionId)], page),
    ofOrg: (org, page) =>
      newestFirst(dynamo, { IndexName: journal.name }, [journal.partitionKey, orgPartition(org)], page),
  };
}

async function putIfAbsent({ client, tableName }: DynamoTable, event: KeyturnEvent): Promise<void> {
  const command = new PutCommand({
    TableName: tableName,
    Item: {
      ...KeyturnEvent.parse(event),
      ...journalKey(event),
      [journal.partitionKey]: orgPartition(event.metadata.org),
    },
    ConditionExpression: "attribute_not_exists(pk)",
  });
  await conditional("PutItem", () => client.send(command));
}

/** Sort keys are made of event ids, which are in order of time. */
async function newestFirst(
  { client, tableName }: DynamoTable,
  from: { IndexName: string } | { ConsistentRead: true },
  [name, value]: [string, string],
  { limit, before }: JournalPage,
): Promise<KeyturnEvent[]> {
  const events: KeyturnEvent[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: tableName,
      ...from,
      KeyConditionExpression: before ? "#pk = :pk AND sk < :before" : "#pk = :pk",
      ExpressionAttributeNames: { "#pk": name },
      ExpressionAttributeValues: { ":pk": value, ...(before && { ":before": EVENT + before }) },
      ScanIndexForward: false,
      Limit: limit - events.length,
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await awsCall("Query", () => client.send(command));
    events.push(...(page.Items ?? []).map(eventOf));
    start = page.LastEvaluatedKey;
  } while (start && events.length < limit);
  return events;
}

function eventOf({ type, metadata, data }: Record<string, unknown>): KeyturnEvent {
  return KeyturnEvent.parse({ type, metadata, data });
}
