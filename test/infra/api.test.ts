import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import * as api from "./invariants/api.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("every route of functions/routes.ts is there once, and $default", () => {
  expect(api.everyRouteIsThereOnce(graph)).toEqual([]);
});

test("every route asks for a token of the configured issuer, but the open ones", () => {
  expect(api.routesAskForAToken(graph)).toEqual([]);
});

test("a route runs in the function that functions/routes.ts names", () => {
  expect(api.routesRunWhereTheyShould(graph)).toEqual([]);
});

test("requests are logged without their query strings, and bounded", () => {
  expect(api.requestsAreLoggedAndBounded(graph)).toEqual([]);
});

test("pages of the configured origins may call, and of no other", async () => {
  expect(api.originsAreConfigured(graph)).toEqual([]);
  expect(api.originsAreConfigured(await deployed({ set: { KEYTURN_CORS_ORIGINS: "" } }))).toEqual([]);
});
