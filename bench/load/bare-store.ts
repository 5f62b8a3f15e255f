import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aConnection, aKeyCreated } from "../../core/testing/sample-records.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { tableName } from "../../local/cloud/resources.ts";
import { tableDefinition } from "../../local/cloud/table-definition.ts";
import type { Random } from "../../test/simulation/random.ts";
import { ask } from "./lean-client.ts";
import { type AttributeValue, marshalled } from "./marshalled.ts";

const PROGRAM = fileURLToPath(new URL("store-process.ts", import.meta.url));
const ORGS = 16;
const CONNECTIONS_AN_ORG = 8;

export type BareStore = Awaited<ReturnType<typeof openBareStore>>;

/**
 * dynalite alone, with as many connections in it as the users have, asked by the same lean client for what it is asked for
 * under load: the same operations as often, with items as large, and none of what Keyturn does between them.
 */
export async function openBareStore(agent: Agent, random: Random) {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-bare-store-"));
  const child = fork(PROGRAM, [join(folder, "store")]);
  const [port] = (await once(child, "message")) as [number];

  async function call(operation: string, input: object): Promise<void> {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20260101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=bench, SignedHeaders=host, Signature=none",
    };
    const { status, bytes } = await ask(agent, port, {
      ...{ method: "POST", path: "/", headers },
      body: JSON.stringify({ TableName: tableName, ...input }),
    });
    if (status !== 200) throw new Error(`${operation} was answered ${status} ${bytes.toString()}`);
  }

  await call("CreateTable", tableDefinition(tableName));
  const items: Item[] = [];
  for (let org = 0; org < ORGS; org++) {
    for (let n = 0; n < CONNECTIONS_AN_ORG; n++) items.push(anItem(`org-${org}`));
  }
  for (const { item } of items) await call("PutItem", { Item: item });

  const input = (operation: string): object => inputOf(operation, random.pick(items));
  return {
    /** Calls in these proportions, from so many connections at once, for so long. Answers how many a second. */
    async perSecond(calls: Record<string, number>, connections: number, ms: number): Promise<number> {
      const startedAt = performance.now();
      const isOver = () => performance.now() > startedAt + ms;
      let made = 0;
      const loop = async () => {
        while (!isOver()) {
          const operation = random.weighted(calls);
          const known = operation in OPERATIONS ? operation : "GetItem";
          await call(known, input(known));
          made += 1;
        }
      };
      await Promise.all(Array.from({ length: connections }, loop));
      return (1_000 * made) / (performance.now() - startedAt);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.disconnect();
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Item {
  key: Record<string, AttributeValue>;
  item: Record<string, AttributeValue>;
  event: Record<string, AttributeValue>;
}

function anItem(org: string): Item {
  const connection = aConnection(org);
  const key = marshalled(connectionKey(connection));
  const event = marshalled(aKeyCreated(connection, 1));
  return { key, item: { ...marshalled(connection), ...key }, event };
}

/** By operation; what else there is counts as a GetItem. */
const OPERATIONS: Record<string, (one: Item) => object> = {
  GetItem: ({ key }) => ({ Key: key, ConsistentRead: true }),
  /** As the journal is written: another one each time. */
  PutItem: ({ key, event }) => ({
    Item: { ...event, pk: key.pk, sk: { S: `EVENT#${crypto.randomUUID()}` } },
    ConditionExpression: "attribute_not_exists(pk)",
  }),
  UpdateItem: ({ key, event }) => ({
    Key: key,
    UpdateExpression: "SET operation = :operation, version = version + :one, outbox = :outbox",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: {
      ":operation": { M: event },
      ":one": { N: "1" },
      ":outbox": { L: [{ M: event }] },
    },
    ReturnValues: "ALL_NEW",
  }),
  DeleteItem: ({ key }) => ({ Key: { ...key, sk: { S: "none" } } }),
  Query: ({ key }) => ({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": key.pk, ":sk": { S: "CONNECTION#" } },
    Limit: CONNECTIONS_AN_ORG,
  }),
};

function inputOf(operation: string, one: Item): object {
  return (OPERATIONS[operation] as (one: Item) => object)(one);
}
