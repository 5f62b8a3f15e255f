import { readFileSync, writeFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { validatorsOf } from "../../test/support/documented.ts";
import { statusOf } from "../problem.ts";
import { type Route, type RouteName, routes } from "../routes.ts";
import { type ApiDocument, apiObjections } from "./breaking-changes.ts";
import { openApiDocument } from "./document.ts";
import { examples } from "./examples.ts";
import { operations } from "./operations.ts";
import { codesOf } from "./responses.ts";

// KEYTURN_UPDATE=1 npm test -- functions/openapi writes docs/openapi.json anew.
const file = new URL("../../docs/openapi.json", import.meta.url);
const document = openApiDocument();
const text = `${JSON.stringify(document, undefined, 1)}\n`;
const validators = validatorsOf(JSON.parse(text));

interface Described {
  security?: object[];
  requestBody?: object;
  responses: Record<string, { content?: Record<string, { examples?: Record<string, { value: unknown }> }> }>;
}
const described = Object.entries<Route>(routes).map(
  ([name, { path, method, access }]) =>
    [name, access, ["paths", path, method.toLowerCase()]] as [string, string, string[]],
);
const operationAt = ([, path = "", method = ""]: string[]) => document.paths[path]?.[method] as Described;

const published: ApiDocument = JSON.parse(readFileSync(file, "utf8"));
const breaks = apiObjections(published, JSON.parse(text));

test("breaks nobody who relies on the document that is published", () => {
  expect(breaks).toEqual([]);
});

test("is committed as it is in the code", () => {
  // Never over what programs rely on: the published document is what a change is measured by.
  if (process.env.KEYTURN_UPDATE && breaks.length === 0) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("is OpenAPI 3.1, and every reference leads somewhere", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(validator.version).toBe("3.1");
  const { schemas, examples } = document.components;
  const named = [...text.matchAll(/"#\/components\/(\w+\/\w+)"/g)].map(([, name]) => name);
  const there = Object.entries({ schemas, examples }).flatMap(([kind, all]) =>
    Object.keys(all).map((name) => `${kind}/${name}`),
  );
  expect(there).toEqual(expect.arrayContaining(named));
});

test("has every error code on some route", () => {
  const documented = Object.entries<Route>(routes).flatMap(([name, route]) =>
    codesOf(route, operations[name as RouteName]),
  );
  expect([...new Set(documented)].sort()).toEqual(Object.keys(statusOf).sort());
});

test("shows every problem as it is answered", () => {
  const { examples: shown } = document.components;
  expect(Object.keys(shown)).toEqual(Object.keys(statusOf));
  const validate = validators(["components", "schemas", "Problem"]);
  for (const { value } of Object.values(shown)) {
    validate(value);
    expect(validate.errors).toBeNull();
  }
});

test("is not what the linter passes when it has a fault", async () => {
  const faulty = JSON.parse(text);
  faulty.paths["/health"].get.responses["200"].description = 1;
  expect((await new Validator().validate(faulty)).valid).toBe(false);
});

describe.each(described)("%s", (name, access, at) => {
  test("asks for a token where functions/routes.ts says so", () => {
    const operation = operationAt(at);
    expect(operation.security).toEqual(access === "open" ? [] : undefined);
    expect("401" in operation.responses).toBe(access !== "open");
  });

  test("has examples of all that it takes and answers, which are as its schemas say", () => {
    const faults: unknown[] = [];
    const { request, answers = {} } = examples[name as RouteName] ?? {};
    const { body, answers: promised } = operations[name as RouteName];
    const withBody = Object.entries(promised).filter(([, names]) => names.length > 0);
    expect(Object.keys(answers)).toEqual(withBody.map(([status]) => status));
    expect(request !== undefined).toBe(body !== undefined);
    const check = (place: string[], values: Record<string, object>) => {
      for (const value of Object.values(values)) {
        const validate = validators([...at, ...place, "content", "application/json", "schema"]);
        if (!validate(value)) faults.push(...(validate.errors ?? []));
      }
    };
    check(["requestBody"], request ?? {});
    for (const [status, values] of Object.entries(answers)) check(["responses", status], values);
    expect(faults).toEqual([]);
  });
});
