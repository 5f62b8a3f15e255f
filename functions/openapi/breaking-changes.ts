import { breakingChanges } from "../../core/journal/breaking-changes.ts";
import type { JsonSchema } from "./schemas.ts";

/** As much of an OpenAPI document as is compared. */
export interface ApiDocument {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

interface Operation {
  security?: object[];
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { headers?: Record<string, { required?: boolean }> }>;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}

/**
 * What a program that was made for the published document could trip over in an API as the current one has it, a sentence
 * each; nothing where the document says that it is of a higher version. An answer may say more, never less or otherwise.
 * A request may say more, and nothing it could say is refused. Of errors the codes may be others: a program goes by the
 * status where it does not know a code.
 */
export function apiObjections(published: ApiDocument, current: ApiDocument): string[] {
  if (Number(current.info.version) > Number(published.info.version)) return [];
  const operations = Object.entries(published.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
  );
  const problems = breakingChanges(problemOf(published), problemOf(current), "a problem");
  const broken = operations.flatMap(({ path, verb, operation }) => {
    const now = current.paths[path]?.[verb];
    const at = `${verb.toUpperCase()} ${path}`;
    if (!now) return [`${at} is gone`];
    const was = inlined(published, operation);
    const is = inlined(current, now);
    return [...requestChanges(was, is), ...answerChanges(was, is)].map((change) => `${at}: ${change}`);
  });
  return [...problems, ...broken];
}

function requestChanges(was: Operation, is: Operation): string[] {
  const isOpen = (security: object[] | undefined) => security?.length === 0;
  return [
    ...(isOpen(was.security) && !isOpen(is.security) ? ["it asks for a token"] : []),
    ...(is.requestBody && !was.requestBody ? ["it asks for a body"] : []),
    ...(was.requestBody && !is.requestBody ? ["it takes no body any more"] : []),
    ...Object.entries(was.requestBody?.content ?? {}).flatMap(([type, { schema }]) => {
      const now = is.requestBody?.content?.[type];
      return now ? refusals(schema, now.schema, "its body") : [`it takes no ${type} any more`];
    }),
    ...parameterChanges(was.parameters ?? [], is.parameters ?? []),
  ];
}

function parameterChanges(was: Parameter[], is: Parameter[]): string[] {
  const same = (one: Parameter) => (other: Parameter) => one.name === other.name && one.in === other.in;
  const kept = was.flatMap((parameter) => {
    const now = is.find(same(parameter));
    return now ? refusals(parameter.schema, now.schema, parameter.name) : [`${parameter.name} is gone`];
  });
  const asked = is.filter((one) => one.required && !was.find(same(one))?.required);
  return [...kept, ...asked.map(({ name }) => `it asks for ${name}`)];
}

function answerChanges(was: Operation, is: Operation): string[] {
  const succeeds = ([status]: [string, unknown]) => status.startsWith("2");
  const added = Object.keys(is.responses).filter(
    (status) => status.startsWith("2") && !was.responses[status],
  );
  const kept = Object.entries(was.responses)
    .filter(succeeds)
    .flatMap(([status, { content = {}, headers = {} }]) => {
      const now = is.responses[status];
      if (!now) return [`it does not answer ${status} any more`];
      const lost = Object.entries(headers).filter(
        ([name, { required }]) => required && !now.headers?.[name]?.required,
      );
      const bodies = Object.entries(content).flatMap(([type, { schema }]) => {
        const other = now.content?.[type];
        return other ? breakingChanges(schema, other.schema, status) : [`${status} has no ${type} any more`];
      });
      return [...lost.map(([name]) => `${status} may have no ${name}`), ...bodies];
    });
  return [...added.map((status) => `it may answer ${status}`), ...kept];
}

/** Whatever the published schema lets a caller send, the current one has to take: the comparison the other way round. */
function refusals(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const changes = breakingChanges(withoutNew(current, published), published, at);
  return changes.map((change) => `what could be sent is refused, by what it was: ${change}`);
}

/** A field that is new and need not be sent is no break. */
function withoutNew(current: JsonSchema, published: JsonSchema): JsonSchema {
  const { properties, items, required = [] } = current;
  if (properties && published.properties) {
    const kept = Object.entries(properties).flatMap(([name, schema]): [string, JsonSchema | boolean][] => {
      const known = published.properties?.[name];
      if (known === undefined) return required.includes(name) ? [[name, schema]] : [];
      return [[name, isSchema(schema) && isSchema(known) ? withoutNew(schema, known) : schema]];
    });
    return { ...current, properties: Object.fromEntries(kept) };
  }
  const { items: known } = published;
  return isSchema(items) && isSchema(known) ? { ...current, items: withoutNew(items, known) } : current;
}

function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === "object" && schema !== null && !Array.isArray(schema);
}

/** But for its codes, of which there can be more. */
function problemOf({ components }: ApiDocument): JsonSchema {
  const { properties: { code: _, ...properties } = {}, ...problem } = components.schemas.Problem ?? {};
  return { ...problem, properties };
}

/** With each reference's schema in its place. */
function inlined<Value>({ components }: ApiDocument, value: Value): Value {
  return JSON.parse(JSON.stringify(value), function resolve(_, part: unknown): unknown {
    const { $ref } = (part ?? {}) as { $ref?: string };
    const name = $ref?.replace("#/components/schemas/", "");
    const schema = name === undefined ? undefined : components.schemas[name];
    return schema === undefined ? part : JSON.parse(JSON.stringify(schema), resolve);
  });
}
