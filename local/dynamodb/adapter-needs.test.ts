import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDynamoServer } from "./testing/dynamo-server.ts";
import { documentClient, table } from "./testing/keyturn-like-table.ts";

const TableName = table.TableName;

describe("what the DynamoDB adapters need of the local DynamoDB", () => {
  let dynamo: Awaited<ReturnType<typeof openDynamoServer>>;
  let client: DynamoDBDocumentClient;
  let Key: { pk: string; sk: string };
  let n = 0;

  beforeAll(async () => {
    dynamo = await openDynamoServer({ table });
    client = documentClient(dynamo.url);
  });
  beforeEach(() => {
    Key = { pk: "ORG#acme", sk: `CONNECTION#${String(++n).padStart(3, "0")}` };
  });
  afterAll(async () => {
    client.destroy();
    await dynamo.close();
  });

  const put = (attributes: object) =>
    client.send(new PutCommand({ TableName, Item: { ...Key, ...attributes } }));
  const get = async () => (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const update = async (input: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    (await client.send(new UpdateCommand({ TableName, Key, ReturnValues: "ALL_NEW", ...input }))).Attributes;
  const refused = expect.objectContaining({ name: "ConditionalCheckFailedException" });

  it("appends to a list that need not exist, counts up, and returns the item as it became", async () => {
    const append = (event: string) =>
      update({
        UpdateExpression:
          "SET outbox = list_append(if_not_exists(outbox, :none), :e), #s = if_not_exists(#s, :zero) + :one",
        ExpressionAttributeNames: { "#s": "sequence" },
        ExpressionAttributeValues: { ":none": [], ":e": [{ eventId: event }], ":zero": 0, ":one": 1 },
      });
    await append("e1");
    expect(await append("e2")).toEqual({
      ...Key,
      outbox: [{ eventId: "e1" }, { eventId: "e2" }],
      sequence: 2,
    });
    const less = await update({
      UpdateExpression: "SET #s = #s - :one",
      ExpressionAttributeNames: { "#s": "sequence" },
      ExpressionAttributeValues: { ":one": 1 },
    });
    expect(less?.sequence).toBe(1);
  });

  it("removes list elements by their place before the update, in whatever order they are named", async () => {
    await put({ outbox: ["a", "b", "c", "d"], outboxShard: "outbox#1", outboxAt: "1" });
    const names = { "#first": "outbox" };
    expect(
      (await update({ UpdateExpression: "REMOVE #first[0], outbox[1]", ExpressionAttributeNames: names }))
        ?.outbox,
    ).toEqual(["c", "d"]);
    const emptied = await update({ UpdateExpression: "REMOVE outbox[1], outboxShard, outbox[0], outboxAt" });
    expect(emptied).toEqual({ ...Key, outbox: [] });
  });

  it("sets and removes elements of one list together", async () => {
    await put({ list: ["a", "b", "c"] });
    const updated = await update({
      UpdateExpression: "REMOVE #l[0] SET #l[2] = :z",
      ExpressionAttributeNames: { "#l": "list" },
      ExpressionAttributeValues: { ":z": "z" },
    });
    expect(updated?.list).toEqual(["b", "z"]);
  });

  it("evaluates every SET against the item as it was", async () => {
    await put({ current: { accessKeyId: "OLD" }, count: 1 });
    const updated = await update({
      UpdateExpression: "SET retiring = #c, #c = :new, #n = #n + :one, earlier = #n",
      ExpressionAttributeNames: { "#c": "current", "#n": "count" },
      ExpressionAttributeValues: { ":new": { accessKeyId: "NEW" }, ":one": 1 },
    });
    expect(updated).toMatchObject({
      current: { accessKeyId: "NEW" },
      retiring: { accessKeyId: "OLD" },
      count: 2,
      earlier: 1,
    });
  });

  it("bounds a list with attribute_not_exists of an element, and with size()", async () => {
    await put({ outbox: Array.from({ length: 47 }, (_, i) => i) });
    const when = (ConditionExpression: string, values?: object) =>
      update({
        UpdateExpression: "SET x = :x",
        ConditionExpression,
        ExpressionAttributeValues: { ":x": 1, ...values },
      });
    await expect(when("attribute_not_exists(outbox[46])")).rejects.toEqual(refused);
    await expect(when("attribute_not_exists(outbox[47])")).resolves.toMatchObject({ x: 1 });
    await expect(when("attribute_not_exists(nothing[0])")).resolves.toMatchObject({ x: 1 });
    await expect(when("size(outbox) < :max", { ":max": 47 })).rejects.toEqual(refused);
    await expect(when("size(outbox) <= :max", { ":max": 47 })).resolves.toMatchObject({ x: 1 });
    await expect(when("size(nothing) < :max", { ":max": 47 })).rejects.toEqual(refused);
    await expect(when("outbox[0] = :first", { ":first": 0 })).resolves.toMatchObject({ x: 1 });
  });

  it("trims the outbox only when its first event is still the one that was sent", async () => {
    await put({ outbox: [{ eventId: "e1" }, { eventId: "e2" }], outboxShard: "outbox#1", outboxAt: "1" });
    const trim = (id: string) =>
      update({
        UpdateExpression: "REMOVE outbox[0]",
        ConditionExpression: "outbox[0].eventId = :id",
        ExpressionAttributeValues: { ":id": id },
      });
    expect((await trim("e1"))?.outbox).toEqual([{ eventId: "e2" }]);
    await expect(trim("e1")).rejects.toEqual(refused);
    const last = await update({
      UpdateExpression: "REMOVE outbox[0], outboxShard, outboxAt",
      ConditionExpression: "outbox[0].eventId = :id AND attribute_not_exists(outbox[1])",
      ExpressionAttributeValues: { ":id": "e2" },
    });
    expect(last).toEqual({ ...Key, outbox: [] });
  });

  it("reaches into maps, in conditions as in updates", async () => {
    await put({
      idempotency: { abc: { operationId: "op_1", expiresAt: "2026-01-02" } },
      operation: { id: "op_1" },
    });
    const remember = (hash: string, now: string) =>
      update({
        UpdateExpression: "SET idempotency.#h = :entry, #o.phase = :phase",
        ConditionExpression:
          "(attribute_not_exists(idempotency.#h) OR idempotency.#h.expiresAt <= :now) AND #o.id = :op",
        ExpressionAttributeNames: { "#h": hash, "#o": "operation" },
        ExpressionAttributeValues: {
          ":entry": { operationId: "op_2", expiresAt: "2026-02-02" },
          ":now": now,
          ":op": "op_1",
          ":phase": "commit",
        },
      });
    await expect(remember("abc", "2026-01-01")).rejects.toEqual(refused);
    expect(await remember("abc", "2026-01-02")).toMatchObject({
      idempotency: { abc: { operationId: "op_2" } },
      operation: { id: "op_1", phase: "commit" },
    });
    expect(Object.keys((await remember("def", "2026-01-01"))?.idempotency)).toEqual(["abc", "def"]);
    await update({ UpdateExpression: "REMOVE idempotency.#h", ExpressionAttributeNames: { "#h": "abc" } });
    expect(Object.keys((await get())?.idempotency)).toEqual(["def"]);
  });

  it("refuses a path whose parent is not there", async () => {
    await put({});
    const orphan = update({
      UpdateExpression: "SET idempotency.#h = :x",
      ExpressionAttributeNames: { "#h": "abc" },
      ExpressionAttributeValues: { ":x": 1 },
    });
    await expect(orphan).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("hands over the item that failed a condition, when asked, for puts, updates and deletes", async () => {
    await put({ version: 3 });
    const failing = { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": 2 } };
    const withItem = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
    const marshalled = { pk: { S: Key.pk }, sk: { S: Key.sk }, version: { N: "3" } };
    const attempts = [
      new UpdateCommand({ TableName, Key, UpdateExpression: "REMOVE x", ...failing, ...withItem }),
      new PutCommand({ TableName, Item: Key, ...failing, ...withItem }),
      new DeleteCommand({ TableName, Key, ...failing, ...withItem }),
    ];
    for (const attempt of attempts) {
      const error = await client.send(attempt as UpdateCommand).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(ConditionalCheckFailedException);
      // The document client leaves an error's item marshalled.
      expect((error as ConditionalCheckFailedException).Item).toEqual(marshalled);
    }
    const plain = await update({ UpdateExpression: "REMOVE x", ...failing }).catch((e: unknown) => e);
    expect((plain as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  it("lets exactly one of many conditional writers win", async () => {
    await put({ version: 0 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        update({
          UpdateExpression: "SET version = :next, winner = :i",
          ConditionExpression: "version = :v",
          ExpressionAttributeValues: { ":v": 0, ":next": 1, ":i": i },
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("keeps sparse KEYS_ONLY indexes over 16 shards, in order of time", async () => {
    for (let i = 0; i < 40; i++) {
      const sparse =
        i % 4 === 0 ? {} : { agendaShard: `agenda#${i % 16}`, nextActionAt: `2026-01-${10 + (i % 20)}` };
      await client.send(
        new PutCommand({ TableName, Item: { pk: "ORG#i", sk: `C#${i}`, note: "x", ...sparse } }),
      );
    }
    const due = async (shard: number) => {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "agenda",
          KeyConditionExpression: "agendaShard = :s AND nextActionAt <= :now",
          ExpressionAttributeValues: { ":s": `agenda#${shard}`, ":now": "2026-01-25" },
        }),
      );
      return page.Items ?? [];
    };
    const found = (await Promise.all(Array.from({ length: 16 }, (_, shard) => due(shard)))).flat();
    const expected = Array.from({ length: 40 }, (_, i) => i).filter((i) => i % 4 !== 0 && i % 20 <= 15);
    expect(found.map(({ sk }) => sk).sort()).toEqual(expected.map((i) => `C#${i}`).sort());
    expect(found.every((item) => Object.keys(item).sort().join() === "agendaShard,nextActionAt,pk,sk")).toBe(
      true,
    );
    const times = (await due(1)).map(({ nextActionAt }) => nextActionAt);
    expect(times).toEqual([...times].sort());

    const moved = { TableName, Key: { pk: "ORG#i", sk: "C#1" } };
    await client.send(new UpdateCommand({ ...moved, UpdateExpression: "REMOVE agendaShard" }));
    expect((await due(1)).map(({ sk }) => sk)).not.toContain("C#1");
    expect((await client.send(new GetCommand(moved))).Item).toMatchObject({
      note: "x",
      nextActionAt: "2026-01-11",
    });
  });

  it("queries a partition newest first, page by page", async () => {
    const pk = "ORG#acme#CONNECTION#history";
    for (let i = 0; i < 9; i++)
      await client.send(new PutCommand({ TableName, Item: { pk, sk: `EVENT#0${i}` } }));
    await client.send(new PutCommand({ TableName, Item: { pk, sk: "META" } }));
    const seen: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": pk, ":prefix": "EVENT#" },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: 4,
          ExclusiveStartKey,
        }),
      );
      seen.push(...(page.Items ?? []).map(({ sk }) => sk));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((i) => `EVENT#0${i}`));
  });

  it("filters and projects what a query finds", async () => {
    const pk = "ORG#filter";
    for (const [sk, status] of Object.entries({ a: "due", b: "active", c: "due" })) {
      await client.send(new PutCommand({ TableName, Item: { pk, sk, status, map: { x: sk } } }));
    }
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        FilterExpression: "#s IN (:due, :other) AND contains(#s, :u)",
        ProjectionExpression: "sk, #m.x",
        ExpressionAttributeNames: { "#s": "status", "#m": "map" },
        ExpressionAttributeValues: { ":pk": pk, ":due": "due", ":other": "other", ":u": "ue" },
      }),
    );
    expect(page.Items).toEqual([
      { sk: "a", map: { x: "a" } },
      { sk: "c", map: { x: "c" } },
    ]);
  });

  it("reads and writes in batches", async () => {
    const items = Array.from({ length: 25 }, (_, i) => ({ pk: "ORG#batch", sk: `P#${i}`, i }));
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TableName as string]: requests } }));
    const Keys = [...items.map(({ pk, sk }) => ({ pk, sk })), { pk: "ORG#batch", sk: "nothing" }];
    const read = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName as string]: { Keys, ConsistentRead: true } } }),
    );
    const found = read.Responses?.[TableName as string] ?? [];
    expect(found.map(({ i }) => i).sort((a, b) => a - b)).toEqual(items.map(({ i }) => i));
  });

  it("keeps sets, numbers, empty strings, nulls and binaries as they were", async () => {
    const values = {
      set: new Set(["a", "b"]),
      number: 1.5,
      empty: "",
      nothing: null,
      bytes: new Uint8Array([0, 255]),
      deep: [{ list: [] }],
    };
    await put(values);
    expect(await get()).toEqual({ ...Key, ...values });
    const sets = (UpdateExpression: string, members: string[]) =>
      update({
        UpdateExpression,
        ExpressionAttributeNames: { "#set": "set" },
        ExpressionAttributeValues: { ":m": new Set(members) },
      });
    expect((await sets("ADD #set :m", ["b", "c"]))?.set).toEqual(new Set(["a", "b", "c"]));
    expect((await sets("DELETE #set :m", ["b"]))?.set).toEqual(new Set(["a", "c"]));
    expect(await sets("DELETE #set :m", ["a", "c"])).not.toHaveProperty("set");
  });

  it("asks whether a set has a member, and whether it is there at all", async () => {
    await put({ serviceIds: new Set(["svc_1"]) });
    const remove = (ConditionExpression: string, values?: object) =>
      client.send(
        new DeleteCommand({
          TableName,
          Key,
          ConditionExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );
    await expect(remove("attribute_not_exists(serviceIds)")).rejects.toEqual(refused);
    await expect(remove("contains(serviceIds, :id)", { ":id": "svc_2" })).rejects.toEqual(refused);
    await remove("contains(serviceIds, :id) AND attribute_exists(pk)", { ":id": "svc_1" });
    expect(await get()).toBeUndefined();
  });
});
