import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableDefinition } from "../open-dynamo.ts";

/** A table with the features Keyturn's own has: a sort key, and sparse indexes that hold nothing but keys. */
export const table: TableDefinition = {
  TableName: "keyturn-test",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "agendaShard", "nextActionAt", "outboxShard", "outboxAt"].map(
    (name) => ({
      AttributeName: name,
      AttributeType: "S",
    }),
  ),
  KeySchema: keys("pk", "sk"),
  GlobalSecondaryIndexes: [
    {
      IndexName: "agenda",
      KeySchema: keys("agendaShard", "nextActionAt"),
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
    {
      IndexName: "outbox",
      KeySchema: keys("outboxShard", "outboxAt"),
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
};

function keys(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
}

/** A document client as the adapters use it, with any credentials: dynalite only wants to see some. */
export function documentClient(endpoint: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: "us-east-1", credentials }));
}
