import { expect, test } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import { absent, anyOf, atMost, equals, fewerThan, type Patch } from "../../core/record/patch.ts";
import { type IndexKeys, updateExpression } from "./dynamo-expression.ts";

const noIndexKeys: IndexKeys = { set: {}, setIfAbsent: {}, remove: [] };
const expression = (patch: Patch<Connection>, index = noIndexKeys) => updateExpression(patch, index);

test("always raises the version and asks for the item to be there", () => {
  expect(expression({ when: [] })).toEqual({
    UpdateExpression: "SET #version = #version + :v0",
    ConditionExpression: "attribute_exists(#pk)",
    ExpressionAttributeNames: { "#version": "version", "#pk": "pk" },
    ExpressionAttributeValues: { ":v0": 1 },
  });
});

test("names every attribute by a placeholder, so that none is a reserved word", () => {
  const { UpdateExpression, ConditionExpression } = expression({
    when: [equals("state", "ready")],
    set: { region: "eu-central-1", folder: "a/" },
    remove: ["operation"],
  });
  const bare = `${UpdateExpression} ${ConditionExpression}`.replaceAll(/[#:][A-Za-z0-9]+/g, "");
  expect(bare).not.toMatch(/state|region|folder|operation|version|pk/);
});

test.each([
  [absent("operation"), "attribute_not_exists(#operation)"],
  [absent("recentOperations.5"), "attribute_not_exists(#recentOperations[5])"],
  [equals("current.accessKeyId", "A"), "#current.#accessKeyId = :v1"],
  [atMost("recentOperations.0", "t"), "#recentOperations[0] <= :v1"],
  [atMost("idempotency.kab.expiresAt", "t"), "#idempotency.#kab.#expiresAt <= :v1"],
  [fewerThan("outbox", 47), "size(#outbox) < :v1"],
  [anyOf(absent("current"), equals("sequence", 2)), "(attribute_not_exists(#current) OR #sequence = :v1)"],
])("writes the condition %j", (condition, written) => {
  expect(expression({ when: [condition] }).ConditionExpression).toBe(`attribute_exists(#pk) AND ${written}`);
});

test("joins conditions with AND, in their order", () => {
  const { ConditionExpression } = expression({ when: [absent("operation"), equals("version", 3)] });
  expect(ConditionExpression).toBe(
    "attribute_exists(#pk) AND attribute_not_exists(#operation) AND #version = :v1",
  );
});

test("leaves out what is undefined, and lists nothing is added to", () => {
  const patch = { when: [], set: { current: undefined }, append: { outbox: [] } } as Patch<Connection>;
  expect(expression(patch).UpdateExpression).toBe("SET #version = #version + :v0");
});

test("appends to a list without reading it", () => {
  const { UpdateExpression, ExpressionAttributeValues } = expression({
    when: [],
    append: { deletedKeys: ["A"] },
  });
  expect(UpdateExpression).toContain("#deletedKeys = list_append(#deletedKeys, :v1)");
  expect(ExpressionAttributeValues[":v1"]).toEqual(["A"]);
});

test("sets, keeps and removes index keys in the same write", () => {
  const index = { set: { agendaShard: "S01" }, setIfAbsent: { outboxAt: "t" }, remove: ["outboxShard"] };
  expect(expression({ when: [], remove: ["operation"] }, index).UpdateExpression).toBe(
    "SET #agendaShard = :v1, #outboxAt = if_not_exists(#outboxAt, :v2), #version = #version + :v0 " +
      "REMOVE #operation, #outboxShard",
  );
});
