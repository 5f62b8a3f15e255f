import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import { allOf, type Graph } from "./graph.ts";
import * as deadLetters from "./invariants/dead-letters.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("there is a stream, two schedules and a subscriber to look at", () => {
  expect(allOf(graph, "aws:lambda/eventSourceMapping:EventSourceMapping")).toHaveLength(1);
  expect(allOf(graph, "aws:scheduler/schedule:Schedule")).toHaveLength(2);
  expect(allOf(graph, "aws:cloudwatch/eventTarget:EventTarget")).not.toEqual([]);
});

test("a batch of the stream that fails is kept where the relay can write to", () => {
  expect(deadLetters.failedBatchesAreKept(graph)).toEqual([]);
});

test("an event that cannot be delivered is kept in a queue that lets its rule in", () => {
  expect(deadLetters.undeliveredEventsAreKept(graph)).toEqual([]);
});

test("an event that a function fails on is kept where the function can write to", () => {
  expect(deadLetters.failedEventsAreKept(graph)).toEqual([]);
});

test("a minute that could not start is kept where the schedule can write to", () => {
  expect(deadLetters.missedSchedulesAreKept(graph)).toEqual([]);
});

test("queues keep for 14 days, encrypted", () => {
  expect(deadLetters.queuesKeepLong(graph)).toEqual([]);
});
