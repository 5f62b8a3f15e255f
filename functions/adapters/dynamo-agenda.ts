import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Agenda, Due } from "../../core/sweep/agenda.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import type { DynamoTable } from "./dynamo-items.ts";
import { CONNECTION, LEFTOVER, POLICY, SERVICE, shardName } from "./item-keys.ts";

const { agenda } = table.indexes;
const PAGE = 100;

export function dynamoAgenda({ client, tableName }: DynamoTable): Agenda {
  return {
    async due(shard, until, after) {
      const command = new QueryCommand({
        TableName: tableName,
        IndexName: agenda.name,
        KeyConditionExpression: "#shard = :shard AND #at <= :until",
        ExpressionAttributeNames: { "#shard": agenda.partitionKey, "#at": agenda.sortKey },
        ExpressionAttributeValues: { ":shard": shardName(shard), ":until": until },
        Limit: PAGE,
        ...(after && { ExclusiveStartKey: JSON.parse(after) }),
      });
      const { Items, LastEvaluatedKey } = await awsCall("Query", () => client.send(command));
      return {
        nominations: (Items ?? []).map((item) => ({
          due: dueOf(item),
          place: JSON.stringify(placeOf(item)),
        })),
        ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }),
      };
    },
  };
}

/** The keys of the item in the index and in the table: what a query can start behind. */
function placeOf(item: Record<string, unknown>): Record<string, unknown> {
  const names = [table.partitionKey, table.sortKey, agenda.partitionKey, agenda.sortKey];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function dueOf(item: Record<string, unknown>): Due {
  const org = String(item.org);
  const sk = String(item.sk);
  if (sk === POLICY) return { kind: "policy", org };
  if (sk.startsWith(LEFTOVER)) return { kind: "leftover", org, eventId: sk.slice(LEFTOVER.length) };
  return sk.startsWith(CONNECTION)
    ? { kind: "connection", org, connectionId: sk.slice(CONNECTION.length) }
    : { kind: "service", org, serviceId: sk.slice(SERVICE.length) };
}
