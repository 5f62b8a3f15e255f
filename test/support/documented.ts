import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { routeMatcher } from "../../local/gateway/match-route.ts";
import { parseTarget } from "../../local/gateway/request-target.ts";

/** What was asked, and what came of it. */
interface Exchange {
  method: string;
  path: string;
  sent?: unknown;
  status: number;
  contentType: string;
  /** Of the answer; what the document does not name is not looked at, but for Retry-After. */
  headers: Headers;
  body: unknown;
}

interface Content {
  content?: Record<string, { schema: object }>;
  headers?: Record<string, { required?: boolean; schema: { type?: string } }>;
}
interface Described extends Record<string, unknown> {
  responses: Record<string, Content>;
  requestBody?: Content;
}

export interface ApiDocument {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
}

/** With these a caller is always told when to come back (docs/errors.md). */
const SAY_WHEN = new Set<unknown>([
  ...["operation_in_progress", "too_many_operations", "too_many_idempotency_keys"],
  ...["busy", "capacity_exhausted", "unavailable"],
]);

const published = new URL("../../docs/openapi.json", import.meta.url);
let byPublished: ReturnType<typeof documentedBy> | undefined;

/** Throws where docs/openapi.json says otherwise. */
export function assertDocumented(exchange: Exchange): void {
  byPublished ??= documentedBy(JSON.parse(readFileSync(published, "utf8")));
  const faults = byPublished(exchange);
  const { method, path, status } = exchange;
  if (faults.length > 0)
    throw new Error(`Not as documented: ${method} ${path}, ${status}: ${faults.join("; ")}`);
}

/**
 * What of an exchange the document does not know: a status, a type, a field, an error code; of a request that was done,
 * what it sent. A request that matches no route is not the document's to describe.
 */
export function documentedBy(document: ApiDocument): (exchange: Exchange) => string[] {
  const validators = validatorsOf(document);
  const match = matcherOf(document);
  return ({ method, path, sent, status, contentType, headers, body }) => {
    const rawPath = parseTarget(path)?.rawPath;
    const found = rawPath === undefined ? undefined : match(method, rawPath);
    if (!found) return [];
    const { lambda: template } = found.route;
    const verb = method.toLowerCase();
    const response = document.paths[template]?.[verb]?.responses[status];
    if (!response) return [`no status ${status}`];
    const at = ["paths", template, verb];
    const there = [...at, "responses", String(status)];
    const answered = [
      ...checkContent(response, contentType, body, there),
      ...checkHeaders(response, headers, there),
      ...(SAY_WHEN.has(codeIn(body)) && !headers.has("retry-after") ? ["no Retry-After"] : []),
    ];
    const isTaken = status < 300 && document.paths[template]?.[verb]?.requestBody !== undefined;
    return isTaken
      ? [...answered, ...check([...at, "requestBody", "content", "application/json"], sent)]
      : answered;
  };

  function checkContent(response: Content, contentType: string, body: unknown, at: string[]): string[] {
    if (!response.content) return body === "" ? [] : ["a body where there is none"];
    const type = contentType.split(";")[0]?.trim() ?? "";
    return type in response.content
      ? check([...at, "content", type], body)
      : [`no answer of the type ${type}`];
  }

  function checkHeaders({ headers: named = {} }: Content, headers: Headers, at: string[]): string[] {
    const isUnsaid = headers.has("retry-after") && !("Retry-After" in named);
    const faults = Object.entries(named).flatMap(([name, { required, schema }]) => {
      const value = headers.get(name);
      if (value === null) return required ? [`no ${name}`] : [];
      const read = schema.type === "integer" ? Number(value) : JSON.stringify(value);
      return check([...at, "headers", name], read).map((fault) => `${name}${fault}`);
    });
    return isUnsaid ? [...faults, "a Retry-After that is not documented"] : faults;
  }

  function check(at: string[], value: unknown): string[] {
    const validate = validators([...at, "schema"]);
    if (validate(typeof value === "string" ? JSON.parse(value) : value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

function codeIn(body: unknown): unknown {
  const problem = typeof body === "string" && body !== "" ? JSON.parse(body) : body;
  return (problem as { code?: unknown } | null | undefined)?.code;
}

/** The routes as a gateway finds them: the most specific first. */
function matcherOf({ paths }: ApiDocument) {
  const routes = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => ({ method: verb.toUpperCase(), path, open: true, lambda: path })),
  );
  return routeMatcher(routes);
}

/** Validators of the schemas at some place of the document, each compiled once. */
export function validatorsOf(document: object): (at: string[]) => ValidateFunction {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "date-time": instant, email: true } });
  ajv.addSchema(closed(document), "openapi.json");
  const compiled = new Map<string, ValidateFunction>();
  return (at) => {
    const place = at
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = compiled.get(place) ?? ajv.compile({ $ref: `openapi.json#/${place}` });
    compiled.set(place, validate);
    return validate;
  };
}

/** The document leaves answers open for what is told later; what the tests see has to be in it. */
function closed(document: object): object {
  const { components } = document as ApiDocument;
  const schemas = JSON.parse(JSON.stringify(components.schemas), (_, value) =>
    isOpen(value) ? { ...value, additionalProperties: false } : value,
  );
  return { ...document, components: { ...components, schemas } };
}

function isOpen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "properties" in value && "type" in value && !("additionalProperties" in value);
}
