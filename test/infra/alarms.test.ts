import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import * as alarms from "./invariants/alarms.ts";
import * as figures from "./invariants/figures.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("alarms are of what exists, and reach the operator", () => {
  expect(alarms.alarmsReachSomebody(graph)).toEqual([]);
});

test("what matters is watched", () => {
  expect(alarms.whatMattersIsWatched(graph)).toEqual([]);
  expect(alarms.silenceIsHeard(graph)).toEqual([]);
});

test("Keyturn's own figures are taken from the logs that have them", () => {
  expect(figures.figuresAreTaken(graph)).toEqual([]);
});

test("the dashboard shows what exists", () => {
  expect(figures.theDashboardShowsWhatExists(graph)).toEqual([]);
});

test("without an address nobody is mailed", async () => {
  const quiet = await deployed({ set: { KEYTURN_ALARM_EMAIL: "" } });
  expect(alarms.alarmsReachSomebody(quiet)).toEqual([]);
});
