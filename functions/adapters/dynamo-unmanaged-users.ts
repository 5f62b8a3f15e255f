import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { UnmanagedUser, type UnmanagedUsers } from "../../core/drift/unmanaged-user.ts";
import { Org } from "../../core/org/org.ts";
import { table } from "../table.ts";
import { awsCall } from "./aws-failure.ts";
import { type DynamoTable, getItem, insertItem, type Kind, updateItem } from "./dynamo-items.ts";
import { queryItems } from "./dynamo-lists.ts";
import { orgPartition, partitionOf, USER, unmanagedUserKey } from "./item-keys.ts";

const userItem: Kind<UnmanagedUser> = { schema: UnmanagedUser, keyOf: unmanagedUserKey };

/** Items with the table's time to live: `expiresAt` is its attribute. */
export function dynamoUnmanagedUsers(dynamo: DynamoTable): UnmanagedUsers {
  return {
    orgOf: (orgId) => orgOf(dynamo, orgId),
    find: (ref) => getItem(dynamo, unmanagedUserKey(ref), userItem),
    insert: (user) => insertItem(dynamo, unmanagedUserKey(user), userItem, user),
    update: (ref, patch) => updateItem(dynamo, unmanagedUserKey(ref), userItem, patch),
    page: (org, limit, after) =>
      queryItems(dynamo, { pk: orgPartition(org), prefix: USER, limit, after }, userItem),
  };
}

/** Every record of an org carries its name. */
async function orgOf(
  { client, tableName }: Pick<DynamoTable, "client" | "tableName">,
  orgId: string,
): Promise<string | undefined> {
  const command = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": table.partitionKey, "#org": "org" },
    ExpressionAttributeValues: { ":pk": partitionOf(orgId) },
    ProjectionExpression: "#org",
    ConsistentRead: true,
    Limit: 1,
  });
  const { Items = [] } = await awsCall("Query", () => client.send(command));
  return Items[0] && Org.parse(Items[0].org);
}
