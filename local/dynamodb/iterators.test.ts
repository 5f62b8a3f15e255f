import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import db, { type Store } from "dynalite/db/index.js";
import { expect, test, vi } from "vitest";
import { openDynamoServer } from "./testing/dynamo-server.ts";
import { documentClient, table } from "./testing/keyturn-like-table.ts";

const { TableName } = table;

/** How many iterators of the store are open, whenever it is asked. */
function watchIterators({ db: level }: Store): () => number {
  let open = 0;
  const values = level.values.bind(level);
  level.values = (options) => {
    const iterator = values(options);
    const close = iterator.close.bind(iterator);
    iterator.close = () => {
      open -= 1;
      return close();
    };
    open += 1;
    return iterator;
  };
  return () => open;
}

test("a query leaves nothing open, whether it read all there is, a page of it, or nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-iterators-"));
  const create = vi.spyOn(db, "create");
  const dynamo = await openDynamoServer({ path: join(folder, "store"), table });
  const open = watchIterators(create.mock.results[0]?.value as Store);
  const client = documentClient(dynamo.url);
  for (let n = 0; n < 10; n++) {
    const Item = { pk: "a", sk: `CONNECTION#${n}`, agendaShard: "agenda#1", nextActionAt: String(n) };
    await client.send(new PutCommand({ TableName, Item }));
  }
  const own = { KeyConditionExpression: "pk = :a", ExpressionAttributeValues: { ":a": "a" } };
  const agenda = {
    IndexName: "agenda",
    ...{ KeyConditionExpression: "agendaShard = :a", ExpressionAttributeValues: { ":a": "agenda#1" } },
  };
  const none = { ...own, ExpressionAttributeValues: { ":a": "b" } };
  for (const query of [own, { ...own, Limit: 3 }, none, agenda, { ...agenda, Limit: 3 }]) {
    await client.send(new QueryCommand({ TableName, ...query }));
    await vi.waitFor(() => expect(open()).toBe(0));
  }
  create.mockRestore();
  client.destroy();
  await dynamo.close();
  rmSync(folder, { recursive: true });
});
