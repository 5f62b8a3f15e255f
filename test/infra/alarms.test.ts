import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import { allOf, type Graph, textOf } from "./graph.ts";
import * as alarms from "./invariants/alarms.ts";
import * as figures from "./invariants/figures.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("alarms are of what exists, and reach the operator", () => {
  expect(alarms.alarmsReachSomebody(graph)).toEqual([]);
});

test("the operator's guide says of each alarm what it means and what to do", () => {
  const guide = readFileSync(new URL("../../docs/operate.md", import.meta.url), "utf8");
  const rows = guide.split("\n").filter((line) => line.startsWith("| `"));
  const names = allOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map((alarm) =>
    textOf(alarm, "name").replace(`keyturn-${graph.app.stage}-`, ""),
  );
  const untold = names.filter((name) => !rows.some((row) => row.split("|")[1]?.includes(`\`${name}\``)));
  expect(untold).toEqual([]);
});

test("what matters is watched", () => {
  expect(alarms.whatMattersIsWatched(graph)).toEqual([]);
  expect(alarms.silenceIsHeard(graph)).toEqual([]);
  expect(alarms.tableAlarmsEnd(graph)).toEqual([]);
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
