import { request as httpRequest } from "node:http";
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChangeStream } from "./change-stream.ts";
import { openDynamoServer } from "./testing/dynamo-server.ts";
import { documentClient, table } from "./testing/keyturn-like-table.ts";

const TableName = table.TableName as string;
const Key = { pk: "ORG#acme", sk: "CONNECTION#1" };

describe("the stream of the local DynamoDB", () => {
  let dynamo: Awaited<ReturnType<typeof openDynamoServer>>;
  let client: DynamoDBDocumentClient;
  let records: DynamoDBRecord[];
  let onRecord: () => void;

  beforeEach(async () => {
    records = [];
    onRecord = () => {};
    const onStreamRecord = (record: DynamoDBRecord) => {
      records.push(record);
      onRecord();
    };
    dynamo = await openDynamoServer({ table, onStreamRecord });
    client = documentClient(dynamo.url);
  });
  afterEach(async () => {
    client.destroy();
    await dynamo.close();
  });

  const arrived = (count: number) => vi.waitFor(() => expect(records).toHaveLength(count), { interval: 2 });
  const set = (n: number) =>
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: "SET n = :n",
      ExpressionAttributeValues: { ":n": n },
    });

  it("tells of an insert, a change and a removal, with the new image", async () => {
    await client.send(
      new PutCommand({
        TableName,
        Item: { ...Key, outboxShard: "outbox#1", outboxAt: "1", set: new Set(["a"]) },
      }),
    );
    await client.send(set(1));
    await client.send(new DeleteCommand({ TableName, Key }));
    await arrived(3);
    expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
    expect(records[0]).toMatchObject({
      eventSource: "aws:dynamodb",
      dynamodb: {
        Keys: { pk: { S: "ORG#acme" }, sk: { S: "CONNECTION#1" } },
        NewImage: {
          pk: { S: "ORG#acme" },
          sk: { S: "CONNECTION#1" },
          outboxShard: { S: "outbox#1" },
          outboxAt: { S: "1" },
          set: { SS: ["a"] },
        },
        StreamViewType: "NEW_IMAGE",
      },
    });
    expect(records[1]?.dynamodb?.NewImage?.n).toEqual({ N: "1" });
    expect(records[2]?.dynamodb).not.toHaveProperty("NewImage");
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
    const sequence = records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
    expect(sequence).toEqual([...sequence].sort());
  });

  it("tells of each item of a batch", async () => {
    const requests = Array.from({ length: 5 }, (_, i) => ({
      PutRequest: { Item: { pk: "b", sk: String(i) } },
    }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
    await arrived(5);
    await client.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: [{ DeleteRequest: { Key: { pk: "b", sk: "3" } } }] },
      }),
    );
    await arrived(6);
    expect(records[5]).toMatchObject({ eventName: "REMOVE", dynamodb: { Keys: { sk: { S: "3" } } } });
  });

  it("is silent about writes that were refused, changed nothing or removed nothing", async () => {
    await client.send(new PutCommand({ TableName, Item: { ...Key, n: 1 } }));
    await client.send(new PutCommand({ TableName, Item: { n: 1, ...Key } }));
    await client.send(set(1));
    await client.send(new DeleteCommand({ TableName, Key: { pk: "no", sk: "such" } }));
    const refused = new PutCommand({ TableName, Item: Key, ConditionExpression: "attribute_not_exists(pk)" });
    await expect(client.send(refused)).rejects.toThrow();
    await client.send(set(2));
    await arrived(2);
    expect(records.map(({ dynamodb }) => dynamodb?.NewImage?.n)).toEqual([{ N: "1" }, { N: "2" }]);
  });

  it("keeps the order of one item's changes, each with its own image, however many write at once", async () => {
    const append = (i: number) =>
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: "SET l = list_append(if_not_exists(l, :none), :i)",
        ExpressionAttributeValues: { ":none": [], ":i": [i] },
      });
    await Promise.all(Array.from({ length: 40 }, (_, i) => client.send(append(i))));
    await arrived(40);
    expect(records.map(({ dynamodb }) => dynamodb?.NewImage?.l?.L?.length)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
  });

  it("tells of a change whose author hung up before the answer", async () => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.PutItem",
      "x-amz-date": "20260101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b",
    };
    const request = httpRequest(dynamo.url, { method: "POST", headers, agent: false });
    request.on("error", () => {});
    request.end(JSON.stringify({ TableName, Item: { pk: { S: "a" }, sk: { S: "b" } } }), () =>
      setTimeout(() => request.destroy(), 1),
    );
    await arrived(1);
  });

  it("goes on after a consumer that throws", async () => {
    onRecord = () => {
      throw new Error("consumer");
    };
    await client.send(set(1));
    await client.send(set(2));
    await arrived(2);
  });
});

describe("ChangeStream", () => {
  it("holds a record back until its own request and those before it on the item were answered", () => {
    const delivered: unknown[] = [];
    const stream = new ChangeStream({
      table: "t",
      keyNames: ["pk"],
      deliver: ({ dynamodb }) => delivered.push(dynamodb?.NewImage?.n?.N),
    });
    const change = (itemKey: string, n: string) =>
      stream.append({ table: "t", itemKey, before: undefined, after: { pk: { S: itemKey }, n: { N: n } } });
    const [first, second, other] = [change("a", "1"), change("a", "2"), change("b", "3")];
    second();
    expect(delivered).toEqual([]);
    other();
    expect(delivered).toEqual(["3"]);
    first();
    expect(delivered).toEqual(["3", "1", "2"]);
    change("a", "4")();
    expect(delivered).toEqual(["3", "1", "2", "4"]);
  });

  it("ignores other tables", () => {
    const deliver = vi.fn();
    const stream = new ChangeStream({ table: "t", keyNames: ["pk"], deliver });
    stream.append({ table: "u", itemKey: "a", before: undefined, after: { pk: { S: "a" } } })();
    expect(deliver).not.toHaveBeenCalled();
  });
});
