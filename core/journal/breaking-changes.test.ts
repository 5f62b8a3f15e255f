import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { breakingChanges, objections } from "./breaking-changes.ts";
import { eventTypes } from "./event.ts";
import { type JsonSchema, openSchema, publishedSchema } from "./published-schema.ts";

const text = z.string();
const list = z.array(text);
const one = z.strictObject({ id: text, name: text.optional() });

const kept: [change: string, before: z.ZodType, now: z.ZodType][] = [
  ["nothing", one, one],
  ["a property is new", one, one.extend({ more: text })],
  ["a property is new, further down", z.object({ in: one }), z.object({ in: one.extend({ more: text }) })],
  ["an optional property is always there", one, one.required()],
  ["a value is no longer used", z.enum(["a", "b"]), z.enum(["a"])],
  ["of several values one is left", z.enum(["a", "b"]), z.literal("a")],
  ["it is never null any more", text.nullable(), text],
  ["a list is never null any more", list.nullable(), list],
  ["a number is whole", z.number(), z.int()],
  ["a number has a narrower range", z.int().min(0).max(9), z.int().min(1).max(8)],
  ["a number has a range", z.int(), z.int().min(0).max(9)],
  ["a text has a format", text, z.uuid()],
  ["a list is shorter", list.max(10), list.max(5)],
  ["a union has a member less", z.union([text, z.int(), z.null()]), z.union([z.int(), z.null()])],
  ["anything is something", z.unknown(), one],
  ["it is described", text, text.describe("in other words")],
];
test.each(kept)("breaks nobody: %s", (_, before, now) => {
  expect(breakingChanges(openSchema(before), openSchema(now))).toEqual([]);
});

/** With a value that is valid now, and that who knew what was before does not accept or does not find whole. */
const broken: [change: string, before: z.ZodType, now: z.ZodType, witness: unknown, says: RegExp][] = [
  ["a property is gone", one.required(), one.pick({ id: true }), { id: "1" }, /^detail\.name is gone$/],
  [
    "a property has another name",
    one,
    z.object({ key: text, name: text }),
    { key: "1", name: "n" },
    /detail\.id is gone/,
  ],
  ["a property may be missing", one, one.partial(), {}, /^detail\.id may be missing$/],
  [
    "one further down may be missing",
    z.object({ in: one }),
    z.object({ in: one.partial() }),
    { in: {} },
    /in\.id/,
  ],
  [
    "one of a list's items is gone",
    z.array(one),
    z.array(one.omit({ id: true })),
    [{}],
    /^detail\[\]\.id is gone$/,
  ],
  [
    "a value is new",
    z.enum(["a", "b"]),
    z.enum(["a", "b", "c"]),
    "c",
    /may be "c", it was one of \["a","b"\]/,
  ],
  ["any value is", z.enum(["a", "b"]), text, "c", /may be any string/],
  ["a const is another", z.literal(1), z.literal(2), 2, /may be 2, it was one of \[1\]/],
  ["it may be null", text, text.nullable(), null, /^detail may be null, it was string$/],
  ["an object may be null", one, one.nullable(), null, /^detail may be null, it was object$/],
  ["it is of another type", text, z.int(), 1, /may be integer, it was string/],
  ["it is of any type", text, z.unknown(), 1, /may be anything/],
  ["a number may have a fraction", z.int(), z.number(), 0.5, /may be number, it was integer/],
  ["a number may be lower", z.int().min(1), z.int().min(0), 0, /no longer the minimum 1/],
  ["a number may be higher", z.int().max(9), z.int(), 10, /no longer the maximum 9/],
  ["a number may be as low as it likes", z.int().min(1), z.int(), 0, /no longer the minimum 1/],
  ["a number may be as high as it likes", z.int().max(9), z.int(), 10, /no longer the maximum 9/],
  ["a list may be longer", list.max(1), list.max(2), ["a", "b"], /no longer the maxItems 1/],
  ["a text has no format", z.uuid(), text, "a", /another format/],
  ["a text has another pattern", text.regex(/^a$/), text.regex(/^b$/), "b", /another pattern/],
  ["a union has another member", z.union([text, z.null()]), z.union([text, z.int(), z.null()]), 1, /integer/],
];
test.each(broken)("breaks who relies on it: %s", (_, before, now, witness, says) => {
  const [published, current] = [openSchema(before), openSchema(now)];
  expect(z.fromJSONSchema(current).safeParse(witness).success).toBe(true);
  expect(z.fromJSONSchema(published).safeParse(witness).success).toBe(false);
  const changes = breakingChanges(published, current);
  expect(changes).toEqual([expect.stringMatching(says)]);
});

test("of any two schemas: what breaks nobody lets no value pass that was refused before", () => {
  const leaf = fc.constantFrom<JsonSchema[]>(
    ...[{}, { type: "string" as const }, { type: "null" as const }, { type: "number" as const }],
    ...[{ type: "integer" as const, minimum: 1 }, { type: ["string" as const, "null" as const] }],
    ...[{ enum: ["a", 1] }, { const: "a" }, { type: "string" as const, enum: ["a", "b"] }],
  );
  const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.record({ type: fc.constant("array"), items: tie("schema"), maxItems: fc.constantFrom(1, 2) }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.record({ x: tie("schema"), y: tie("schema") }, { requiredKeys: [] }),
        required: fc.subarray(["x", "y"]),
      }),
    ) as fc.Arbitrary<JsonSchema>,
  }));
  const plain = fc.constantFrom("a", "b", "c", null, 0, 1, 2, 0.5, true);
  const value = fc.oneof(
    plain,
    fc.array(plain, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("x", "y"), plain),
  );
  const accepts = (one: JsonSchema, given: unknown) => z.fromJSONSchema(one).safeParse(given).success;
  const values = fc.array(value, { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(schema, schema, values, (published, current, given) => {
      expect(breakingChanges(published, published)).toEqual([]);
      if (breakingChanges(published, current).length > 0) return;
      for (const one of given) if (accepts(current, one)) expect(accepts(published, one)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test.each<[JsonSchema, JsonSchema]>([
  [
    { type: "array", items: [{}] },
    { type: "array", items: {} },
  ],
  [
    { type: "array", items: {} },
    { type: "array", items: [{}] },
  ],
  [
    { type: "array", items: [{}] },
    { type: "array", items: [{}] },
  ],
])("tuples are not compared, and count as broken: %j becomes %j", (published, current) => {
  expect(breakingChanges(published, current)).toEqual(["detail has items of a kind that is not compared"]);
});

test("a published property that nothing may be in breaks by whatever is in it now", () => {
  const closed: JsonSchema = { type: "object", properties: { x: false } };
  expect(breakingChanges(closed, closed)).toEqual([]);
  expect(breakingChanges(closed, { type: "object", properties: { x: true } })).toEqual([
    "detail.x has another not",
  ]);
});

test("where nothing may be added, a new property breaks", () => {
  const closed = z.toJSONSchema(one);
  const wider = z.toJSONSchema(one.extend({ more: text }));
  expect(breakingChanges(closed, wider)).toEqual(["detail.more is new where nothing may be added"]);
});

describe.each(eventTypes)("of %s", (type) => {
  const published = publishedSchema(type);

  test("every property that goes is missed, however deep", () => {
    const paths = pathsOf(published);
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) {
      expect(objections(published, without(published, path)), path.join(".")).toContain(
        `detail.${path.join(".").replaceAll(".[]", "[]")} is gone`,
      );
    }
  });

  test("an incompatible successor needs a higher version", () => {
    const successor = without(published, ["data"]);
    expect(objections(published, successor)).toEqual(["detail.data is gone"]);
    expect(objections(published, ofVersion(successor, 2))).toEqual([]);
    expect(objections(ofVersion(published, 2), published)).toEqual([
      "detail.metadata.version may be 1, it was one of [2]",
    ]);
  });
});

type Path = string[];

function pathsOf(schema: JsonSchema): Path[] {
  const { anyOf = [], items, properties = {} } = schema;
  const below = Object.entries(properties as Record<string, JsonSchema>).flatMap(([name, property]) => [
    [name],
    ...pathsOf(property).map((path) => [name, ...path]),
  ]);
  const ofItems = items ? pathsOf(items as JsonSchema).map((path) => ["[]", ...path]) : [];
  return [...below, ...ofItems, ...anyOf.flatMap(pathsOf)];
}

function without(schema: JsonSchema, [name = "", ...rest]: Path): JsonSchema {
  const { anyOf, items, properties } = schema;
  if (anyOf)
    return { ...schema, anyOf: anyOf.map((one) => (one.properties ? without(one, [name, ...rest]) : one)) };
  if (name === "[]") return { ...schema, items: without(items as JsonSchema, rest) };
  const { [name]: property, ...others } = properties as Record<string, JsonSchema>;
  if (rest.length === 0) return { ...schema, properties: others };
  return { ...schema, properties: { ...others, [name]: without(property as JsonSchema, rest) } };
}

function ofVersion(schema: JsonSchema, version: number): JsonSchema {
  const copy = structuredClone(schema) as { properties: { metadata: { properties: object } } };
  Object.assign(copy.properties.metadata.properties, { version: { type: "number", const: version } });
  return copy as JsonSchema;
}
