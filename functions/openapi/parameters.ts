import type * as z from "zod";
import { PAGE_DEFAULT, PAGE_MAX } from "../../core/page.ts";
import { IdempotencyKey, pathParams } from "../request.ts";
import type { ParamName, Route } from "../routes.ts";
import type { Operation } from "./operation.ts";
import { type JsonSchema, schemaOf } from "./schemas.ts";

const said: Record<string, string> = {
  cursor: "Where a page before this one ended: its `cursor`.",
  limit: "How many items a page has at most.",
  confirm: "What is destroyed, named once more. Without it the request is refused.",
  status: "Only connections that stand so.",
  fileName: "Only pipelines with a pattern that matches it.",
  region: "As AWS calls it, for example eu-central-1.",
};

/** The ids in the route's path, what its query takes, and the header that POST takes. */
export function parametersOf(route: Route, operation: Operation): object[] {
  return [...inPath(route), ...inQuery(operation.query), ...inHeader(operation)];
}

function inPath({ path }: Route): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    ...{ name, in: "path", required: true },
    ...(said[name] && { description: said[name] }),
    schema: schemaOf(pathParams[name as ParamName]),
  }));
}

function inQuery(query: z.ZodObject | undefined): object[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: "query", description: said[name] },
    schema: name === "limit" ? limit : schemaOf(schema as z.ZodType),
  }));
}

/** The handler reads digits; a caller gives a number. */
const limit: JsonSchema = { type: "integer", minimum: 1, maximum: PAGE_MAX, default: PAGE_DEFAULT };

function inHeader({ idempotent }: Operation): object[] {
  if (!idempotent) return [];
  const description =
    "The same key and body again do nothing twice, for 24 hours and per caller; a replayed access key is answered " +
    "without its secret. The same key with another body is refused.";
  return [{ name: "Idempotency-Key", in: "header", description, schema: schemaOf(IdempotencyKey) }];
}
