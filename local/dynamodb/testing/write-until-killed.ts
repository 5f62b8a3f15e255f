import { writeSync } from "node:fs";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { openDynamoServer } from "./dynamo-server.ts";
import { documentClient, table } from "./keyturn-like-table.ts";

// Writes items for as long as it lives, four at a time, moving each about in the agenda, and prints those acknowledged.
const dynamo = await openDynamoServer({ path: process.argv[2], table });
const client = documentClient(dynamo.url);

async function writeFor(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const sk = `CONNECTION#${writer}-${n % 7}`;
    await client.send(
      new UpdateCommand({
        TableName: table.TableName,
        Key: { pk: "ORG#acme", sk },
        UpdateExpression: "SET agendaShard = :shard, nextActionAt = :at, n = :n",
        ExpressionAttributeValues: {
          ":shard": `agenda#${n % 16}`,
          ":at": String(n).padStart(6, "0"),
          ":n": n,
        },
      }),
    );
    writeSync(1, `${sk} ${n}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(writeFor));
