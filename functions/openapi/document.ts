import { type Route, type RouteName, routes } from "../routes.ts";
import { examples } from "./examples.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { parametersOf } from "./parameters.ts";
import { problemExamples } from "./problem-examples.ts";
import { failuresOf } from "./responses.ts";
import { namedSchemas, reference } from "./schemas.ts";

const said: Record<number, string> = { 200: "Done.", 201: "Made.", 204: "Gone. There is no body." };
const who: Record<Route["access"], string> = {
  open: "Asks for no token.",
  anyone: "For every caller.",
  any_but_support: "For every caller but support staff.",
  key_managers: "For the roles that manage keys, as the deployment's preset names them.",
  super_admin: "For super admins.",
};

/** The API as OpenAPI 3.1 has it, from functions/routes.ts and the schemas that requests are read with. */
export function openApiDocument() {
  return {
    openapi: "3.1.1",
    info: {
      title: "Keyturn",
      version: "1",
      description:
        "Issues, resets and removes S3 access keys, watches their age, and tells every pipeline that depends on one.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "Where this document was fetched from." }],
    security: [{ token: [] }],
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf(),
    components: {
      securitySchemes: {
        token: {
          ...{ type: "http", scheme: "bearer", bearerFormat: "JWT" },
          description: "A token of the deployment's issuer: its claims say the caller's org, role and name.",
        },
      },
      schemas: namedSchemas(),
      examples: problemExamples,
    },
  };
}

function pathsOf(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] as object, {
      [route.method.toLowerCase()]: operationOf(name as RouteName, route),
    });
  }
  return paths;
}

function operationOf(name: RouteName, route: Route): object {
  const operation = operations[name];
  const { summary, tag } = operation;
  const parameters = parametersOf(route, operation);
  return {
    ...{ operationId: name, summary, description: who[route.access], tags: [tag] },
    ...(route.access === "open" && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && { requestBody: bodyOf(name, operation.body) }),
    responses: { ...successesOf(name, route, operation), ...failuresOf(route, operation) },
  };
}

function bodyOf(name: RouteName, body: string): object {
  const content = { schema: reference(body), ...shown(examples[name]?.request) };
  return { required: true, content: { "application/json": content } };
}

/** What an answer tells of an org, a secret above all, no cache keeps. */
const KEPT_NOWHERE = {
  "Cache-Control": { description: "No cache keeps it.", required: true, schema: { const: "no-store" } },
};

function successesOf(name: RouteName, { access }: Route, operation: Operation): Record<string, object> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, names]) => {
      const shownThere = shown(examples[name]?.answers?.[Number(status) as 200 | 201]);
      const schema = names.length > 1 ? { anyOf: names.map(reference) } : reference(names[0] ?? "");
      return [
        status,
        {
          description: said[Number(status)],
          ...(access !== "open" && { headers: KEPT_NOWHERE }),
          ...(names.length > 0 && { content: { "application/json": { schema, ...shownThere } } }),
        },
      ];
    }),
  );
}

function shown(values: Record<string, object> | undefined): object {
  if (!values) return {};
  return { examples: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])) };
}
