import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import * as bus from "./invariants/bus.ts";
import * as subscriptions from "./invariants/subscriptions.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("events wake the functions of functions/subscriptions.ts", () => {
  expect(subscriptions.subscriptionsAreAsDeclared(graph)).toEqual([]);
});

test("a replay of the archive wakes nobody", () => {
  expect(subscriptions.replaysWakeNobody(graph)).toEqual([]);
});

test("the table's stream wakes the relay when there is something to deliver", () => {
  expect(subscriptions.theStreamWakesTheRelay(graph)).toEqual([]);
});

test("the schedule starts the sweep", () => {
  expect(subscriptions.theScheduleIsAsDeclared(graph)).toEqual([]);
});

test("stream and schedule rest in a deployment that is paused", async () => {
  const paused = await deployed({ set: { KEYTURN_PAUSED: "true" } });
  expect(subscriptions.theStreamWakesTheRelay(paused)).toEqual([]);
  expect(subscriptions.theScheduleIsAsDeclared(paused)).toEqual([]);
});

test("only the relay puts events on keyturn, and the bus refuses everybody else", () => {
  expect(bus.onlyTheRelaySpeaks(graph)).toEqual([]);
});

test("work is asked for on the internal bus by those whose it is to ask, and only for that", () => {
  expect(bus.workIsAskedForByItsOwn(graph)).toEqual([]);
});

test("keyturn is archived for 90 days, what Keyturn asks of itself is not", () => {
  expect(bus.eventsAreArchived(graph)).toEqual([]);
});
