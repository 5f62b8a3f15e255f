import { expect, test } from "vitest";
import { measureLoad } from "../bench/load/measure.ts";
import { readableLoad } from "../bench/load/report.ts";
import { faultsOfLoad, growthOf } from "../bench/load/verdict.ts";

// A short `npm run load`: what it counts, not how fast it is.

const SECONDS = 6;

test("twelve users at saturation: nothing acknowledged is lost, or done twice, and no answer is a failure", async () => {
  const figures = await measureLoad({ minutes: SECONDS / 60, connections: 12, seed: 7, beside: false });
  expect(faultsOfLoad(figures)).toEqual([]);
  expect(figures.requests).toBeGreaterThan(12);
  expect(figures.looked).toBeGreaterThan(figures.changes);
  expect(readableLoad(figures)).toContain("none was lost, and none done twice");

  const wrong = "KeyCreated AKIA… ×0";
  const failures = { "GET connections: 500": 1, "POST services: 503": 2 };
  const grown = { middleBytes: 100, lastBytes: 116, ratio: 1.16 };
  const faults = faultsOfLoad({ ...figures, heap: grown, rss: { ...grown, ratio: 1.15 }, failures, wrong });
  expect(faults).toEqual([
    "heap grew to 1.16 times the middle third's in the last third",
    "GET connections: 500 was answered 1 times",
    `not as it was acknowledged: ${wrong}`,
  ]);
});

test("memory is compared between the last two thirds, and the first warms up", () => {
  const samples = (...megabytes: number[]) =>
    megabytes.map((mb, at) => ({
      ...{ at, rssBytes: mb, heapBytes: 0, cpuMs: 0, dynamoCalls: {}, otherCalls: 0 },
    }));
  const third = (mb: number) => Array.from({ length: 8 }, (_, n) => mb + (n % 3) - 1);
  const flat = samples(...third(20), ...third(51), ...third(51));
  expect(growthOf(flat, "rssBytes")).toMatchObject({ middleBytes: 51, lastBytes: 51, ratio: 1 });
  expect(growthOf(samples(...third(1), ...third(50), ...third(60)), "rssBytes")?.ratio).toBe(1.2);
  expect(growthOf(flat.slice(1), "rssBytes")).toBeUndefined(); // too short a run to say
});
