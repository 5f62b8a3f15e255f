import fc from "fast-check";

/** As much of JSON Schema as docs/openapi.json uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

/** What fits the patterns that fast-check cannot read: those with a look ahead or a class of Unicode. */
const BY_PATTERN: [part: string, fc.Arbitrary<string>][] = [
  ["sthree-", fc.constantFrom("customers-own", "a-b", "b.c.d", "0".repeat(63), "exports-2026")],
  ["cn-|us-gov-", fc.constantFrom("us-east-1", "eu-central-1", "ap-southeast-3", "me-central-1")],
  ["P{C}", fc.constantFrom("", "exports/", "a/b/c/", "ä ö/", "%2e%2e/", "日本/")],
];
const ITEMS_USUALLY_MAX = 5;
const TEXT_USUALLY_MAX = 60;

/** Values that the schema allows. Throws for a keyword that it does not know how to obey. */
export function arbitraryOf(
  schema: Schema,
  root: { components: { schemas: Record<string, Schema> } },
): fc.Arbitrary<unknown> {
  const of = (one: Schema) => arbitraryOf(one, root);
  if (schema.$ref) return of(root.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of));
  switch (schema.type) {
    case "object":
      return objects(schema, of);
    case "array": {
      const { items = {}, minItems: minLength = 0, maxItems = ITEMS_USUALLY_MAX } = schema;
      return fc.array(of(items), {
        minLength,
        maxLength: Math.min(maxItems, Math.max(minLength, ITEMS_USUALLY_MAX)),
      });
    }
    case "string":
      return texts(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000 });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case undefined:
      return fc.json().map((text) => JSON.parse(text));
    default:
      throw new Error(`no values are known of the type ${schema.type}`);
  }
}

function objects({ properties = {}, required = [] }: Schema, of: (one: Schema) => fc.Arbitrary<unknown>) {
  const model = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, of(one)]));
  return fc.record(model, { requiredKeys: required });
}

function texts({
  pattern,
  format,
  minLength = 0,
  maxLength = TEXT_USUALLY_MAX,
}: Schema): fc.Arbitrary<string> {
  if (format === "email") return fc.emailAddress().filter((text) => text.length <= 254);
  if (pattern)
    return BY_PATTERN.find(([part]) => pattern.includes(part))?.[1] ?? fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, TEXT_USUALLY_MAX), unit: "grapheme" });
}
