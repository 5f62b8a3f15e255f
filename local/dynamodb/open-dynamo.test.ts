import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDynamo } from "./open-dynamo.ts";
import { openDynamoServer } from "./testing/dynamo-server.ts";
import { documentClient, table } from "./testing/keyturn-like-table.ts";

const { TableName } = table;
const writer = join(import.meta.dirname, "testing/write-until-killed.ts");

describe("openDynamo on disk", () => {
  let path: string;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "keyturn-dynamodb-")), "made", "on-demand");
  });
  afterEach(() => rmSync(join(path, "../.."), { recursive: true, force: true }));

  async function withDynamo<T>(work: (client: ReturnType<typeof documentClient>) => Promise<T>): Promise<T> {
    const dynamo = await openDynamoServer({ path, table });
    const client = documentClient(dynamo.url);
    try {
      return await work(client);
    } finally {
      client.destroy();
      await dynamo.close();
    }
  }

  it("creates the table once and keeps what is in it", async () => {
    const created = await withDynamo(async (client) => {
      await client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "b", kept: true } }));
      return client.send(new DescribeTableCommand({ TableName }));
    });
    expect(created.Table?.TableStatus).toBe("ACTIVE");
    const item = await withDynamo((client) =>
      client.send(new GetCommand({ TableName, Key: { pk: "a", sk: "b" } })),
    );
    expect(item.Item).toEqual({ pk: "a", sk: "b", kept: true });
  });

  it("says in a sentence that the folder is in use", async () => {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(createInterface(child.stdout), "line");
      await expect(openDynamo({ path, table })).rejects.toThrow(
        `The data folder ${path} is in use by another process. Stop it, or start with another data folder.`,
      );
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  it("refuses a folder whose table has other indexes", async () => {
    await withDynamo(async () => {});
    const [first] = table.GlobalSecondaryIndexes ?? [];
    const other = { ...table, GlobalSecondaryIndexes: first && [first] };
    await expect(openDynamo({ path, table: other })).rejects.toThrow(/of another version of Keyturn/);
    await withDynamo(async () => {});
  });

  it("finishes a table whose creation was cut short", async () => {
    mkdirSync(path, { recursive: true });
    const cutShort = dynalite({ path, createTableMs: 600_000 });
    await new Promise<void>((resolve) => cutShort.listen(0, "127.0.0.1", resolve));
    const client = documentClient(`http://127.0.0.1:${(cutShort.address() as AddressInfo).port}`);
    const { StreamSpecification: _, ...definition } = table;
    await client.send(new CreateTableCommand(definition));
    client.destroy();
    await new Promise((resolve) => cutShort.close(resolve));
    const described = await withDynamo((client) => client.send(new DescribeTableCommand({ TableName })));
    expect(described.Table).toMatchObject({
      TableStatus: "ACTIVE",
      GlobalSecondaryIndexes: [{ IndexStatus: "ACTIVE" }, { IndexStatus: "ACTIVE" }],
    });
  });

  it("loses nothing acknowledged, and no index entry, to kill -9", async () => {
    for (const acknowledgements of [150, 75]) {
      const acknowledged = await killedAfter(acknowledgements);
      const [items, entries] = await withDynamo(async (client) => [
        (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [],
        (await client.send(new ScanCommand({ TableName, IndexName: "agenda" }))).Items ?? [],
      ]);
      const stored = new Map(items.map(({ sk, n }) => [sk, n]));
      for (const [sk, n] of acknowledged) expect(stored.get(sk)).toBeGreaterThanOrEqual(n);
      const indexed = (of: typeof items) =>
        of.map((i) => `${i.sk} ${i.agendaShard} ${i.nextActionAt}`).sort();
      expect(indexed(entries)).toEqual(indexed(items));
    }
  });

  async function killedAfter(acknowledgements: number): Promise<Map<string, number>> {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    const acknowledged = new Map<string, number>();
    let count = 0;
    for await (const line of createInterface(child.stdout)) {
      const [sk = "", n] = line.split(" ");
      acknowledged.set(sk, Number(n));
      if (++count === acknowledgements) child.kill("SIGKILL");
    }
    expect(await exit).toEqual([null, "SIGKILL"]);
    return acknowledged;
  }
});

describe("openDynamo in memory", () => {
  it("passes on what it does not know of, error answers included", async () => {
    const dynamo = await openDynamoServer({ table });
    const health = await fetch(dynamo.url);
    expect(await health.text()).toContain("healthy: dynamodb");
    const bare = await fetch(dynamo.url, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(bare.status).toBe(400);
    expect(await bare.json()).toEqual({ __type: "com.amazon.coral.service#UnknownOperationException" });
    await dynamo.close();
  });

  it("answers 413 to a body larger than DynamoDB takes", async () => {
    const dynamo = await openDynamoServer({ table });
    const answer = await fetch(dynamo.url, { method: "POST", body: Buffer.alloc(17 * 1024 * 1024) });
    expect(answer.status).toBe(413);
    await dynamo.close();
  });

  it("finishes what is under way before it closes, and closes once", async () => {
    const dynamo = await openDynamoServer({ table });
    const client = documentClient(dynamo.url);
    await client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "0" } }));
    const puts = Array.from({ length: 20 }, (_, i) =>
      client.send(new PutCommand({ TableName, Item: { pk: "a", sk: String(i) } })).then(
        () => "acknowledged",
        () => "refused",
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
    await Promise.all([dynamo.close(), dynamo.close()]);
    client.destroy();
    expect(new Set(await Promise.all(puts)).size).toBeGreaterThan(0);
  });

  it("keeps every entry of an index in which many items share one key", async () => {
    const dynamo = await openDynamoServer({ table });
    const client = documentClient(dynamo.url);
    const agenda = { agendaShard: "agenda#1", nextActionAt: "2026-01-01T00:00:00.000Z" };
    const sortKeys = [...Array.from({ length: 15 }, (_, i) => `CONNECTION#${i}`), ...alikeToDynalite("a")];
    for (const sk of sortKeys) {
      await client.send(new PutCommand({ TableName, Item: { pk: "a", sk, ...agenda } }));
    }
    const seen: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "agenda",
          KeyConditionExpression: "agendaShard = :s AND nextActionAt <= :now",
          ExpressionAttributeValues: { ":s": "agenda#1", ":now": "2026-01-01T00:00:00.000Z" },
          Limit: 7,
          ExclusiveStartKey,
        }),
      );
      seen.push(...(page.Items ?? []).map(({ sk }) => sk));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(seen.sort()).toEqual(sortKeys.sort());
    client.destroy();
    await dynamo.close();
  });
});

/** Two sort keys that dynalite's 24-bit hash of an item's key cannot tell apart. */
function alikeToDynalite(pk: string): [string, string] {
  const seen = new Map<string, string>();
  for (let i = 0; ; i++) {
    const sk = `ALIKE#${i}`;
    const hash = createHash("md5").update(`Outliers${pk}${sk}`).digest("hex").slice(0, 6);
    const other = seen.get(hash);
    if (other) return [other, sk];
    seen.set(hash, sk);
  }
}
