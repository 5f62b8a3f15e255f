import * as z from "zod";
import { statusOf } from "../problem.ts";
import { answers } from "./answers.ts";
import { bodies } from "./bodies.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** RFC 9457 problem details. */
const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.enum(Object.keys(statusOf) as [keyof typeof statusOf]),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

/** What API Gateway answers by itself. */
const GatewayMessage = z.strictObject({ message: z.string() });

/** Every schema that the document names. */
export function namedSchemas(): Record<string, JsonSchema> {
  return {
    ...named({ ...answers, Problem, GatewayMessage }, "output"),
    ...named(bodies, "input"),
  };
}

export function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * A body is closed: an unknown field is refused. An answer is open: a portal passes over what it does not know, so that
 * an answer can say more later.
 */
function named(schemas: Record<string, z.ZodType>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io,
    uri: (id) => reference(id).$ref,
    override: ({ jsonSchema }) => {
      if (io === "output" && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      tidy(jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema as JsonSchema]),
  );
}

/** One schema of its own, as a parameter has it. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const {
    $schema,
    "~standard": _,
    ...json
  } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  return json as JsonSchema;
}

/** Without what zod says beside what was asked for: its own expression for a format, and how far its integers go. */
function tidy(json: JsonSchema): void {
  if (json.format) delete json.pattern;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
}
