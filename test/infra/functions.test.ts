import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import * as functions from "./invariants/functions.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("every entry point of functions/ is deployed once, minified", () => {
  expect(functions.everyEntryPointIsDeployed(graph)).toEqual([]);
  expect(functions.bundlesAreMinified(graph)).toEqual([]);
});

test("functions run as they were measured", () => {
  expect(functions.functionsRunAsMeasured(graph)).toEqual([]);
});

test("functions log JSON to groups that are kept for a while", () => {
  expect(functions.logsAreKept(graph)).toEqual([]);
});

test("no environment holds a secret", () => {
  expect(functions.environmentsHoldNoSecret(graph)).toEqual([]);
});

test("every function can start with what the stack tells it", () => {
  expect(functions.everyFunctionCanStart(graph)).toEqual([]);
});

test("the operator's settings reach the functions as they were given", async () => {
  const changed = await deployed({ set: { KEYTURN_PRESET: "connector", KEYTURN_SUPPORT_CLAIMS: "act,by" } });
  expect(functions.everyFunctionCanStart(changed)).toEqual([]);
  const told = changed.resources.find(({ name }) => name === "KeysFunction")?.inputs.environment;
  expect(told).toMatchObject({
    variables: {
      KEYTURN_PRESET: "connector",
      KEYTURN_SUPPORT_CLAIMS: "act,by",
      KEYTURN_ROLE_MAP: "Administrator=admin",
    },
  });
});

test("a paused deployment refuses every invocation", async () => {
  const paused = await deployed({ set: { KEYTURN_PAUSED: "true" } });
  expect(functions.functionsRunAsMeasured(paused)).toEqual([]);
  expect(functions.functionsRunAsMeasured({ ...paused, settings: graph.settings })).not.toEqual([]);
});
