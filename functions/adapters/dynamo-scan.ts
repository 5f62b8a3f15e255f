import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { AllRecords, RecordRef } from "../../core/operator/all-records.ts";
import { awsCall } from "./aws-failure.ts";
import type { DynamoTable } from "./dynamo-items.ts";
import { CONNECTION, POLICY, SERVICE } from "./item-keys.ts";

/** So few that a page is read well within the client's time. */
const PAGE = 250;

/** The only scan of the table there is: no Lambda imports it. */
export function dynamoAllRecords({
  client,
  tableName,
}: Pick<DynamoTable, "client" | "tableName">): AllRecords {
  return {
    async tableMadeAt() {
      const command = new DescribeTableCommand({ TableName: tableName });
      const { Table } = await awsCall("DescribeTable", () => client.send(command));
      if (!Table?.CreationDateTime) throw new CallFailed("DescribeTable", "unknown", "NoCreationDateTime");
      return instant(new Date(Table.CreationDateTime).getTime());
    },
    async page(after) {
      const command = new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        Limit: PAGE,
        FilterExpression: "begins_with(#sk, :connection) OR begins_with(#sk, :service) OR #sk = :policy",
        ProjectionExpression: "#sk, #org",
        ExpressionAttributeNames: { "#sk": "sk", "#org": "org" },
        ExpressionAttributeValues: { ":connection": CONNECTION, ":service": SERVICE, ":policy": POLICY },
        ...(after && { ExclusiveStartKey: JSON.parse(after) }),
      });
      const { Items, LastEvaluatedKey } = await awsCall("Scan", () => client.send(command));
      return {
        records: (Items ?? []).map(refOf),
        ...(LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey) }),
      };
    },
  };
}

function refOf(item: Record<string, unknown>): RecordRef {
  const org = String(item.org);
  const sk = String(item.sk);
  if (sk === POLICY) return { kind: "policy", org };
  return sk.startsWith(CONNECTION)
    ? { kind: "connection", org, connectionId: sk.slice(CONNECTION.length) }
    : { kind: "service", org, serviceId: sk.slice(SERVICE.length) };
}
