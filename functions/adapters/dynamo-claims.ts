import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { Claim, type Claims } from "../../core/adoption/claims.ts";
import { conditional, type DynamoTable, getItem, insertItem, type Kind } from "./dynamo-items.ts";
import { claimKey } from "./item-keys.ts";

const claimItem: Kind<Claim> = { schema: Claim, keyOf: claimKey };

/** A claim is written once, and taken away by whoever has it. */
export function dynamoClaims(dynamo: DynamoTable): Claims {
  return {
    find: (user) => getItem(dynamo, claimKey(user), claimItem),
    insert: (claim) => insertItem(dynamo, claimKey(claim), claimItem, claim),
    async release(claim) {
      const command = new DeleteCommand({
        TableName: dynamo.tableName,
        Key: claimKey(claim),
        ConditionExpression: "connectionId = :connectionId",
        ExpressionAttributeValues: { ":connectionId": claim.connectionId },
      });
      await conditional("DeleteItem", () => dynamo.client.send(command));
    },
  };
}
