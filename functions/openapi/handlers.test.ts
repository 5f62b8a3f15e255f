import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ParsingHandler } from "../http.ts";
import { type Route, type RouteName, routes } from "../routes.ts";
import { bodies } from "./bodies.ts";
import { operations } from "./operations.ts";

/** Of the routes that parse something: the open ones take no token and no input. */
const parsing = Object.entries<Route>(routes)
  .filter(([, { access }]) => access !== "open")
  .map(([name]) => name as RouteName);

describe.each(parsing)("%s", (name) => {
  const file = `../api/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

  test("parses with the very schemas that are documented", async () => {
    const { handler } = (await import(fileURLToPath(new URL(file, import.meta.url)))) as {
      handler: ParsingHandler;
    };
    const { body, query } = operations[name];
    expect(handler.schemas.body === (body && bodies[body])).toBe(true);
    expect(handler.schemas.query === query).toBe(true);
  });
});
