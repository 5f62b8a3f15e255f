import { expect, test } from "vitest";
import { faults } from "./fault.ts";
import { committed, isAt, operationTables, wrongs } from "./fault-table.ts";
import { linkOperations } from "./link-operations.ts";
import { runAll } from "./run-all.ts";

const rows = await runAll("operations", linkOperations);

test("whatever happens while links are changed, recovery leaves the invariants true", () => {
  expect(wrongs(rows)).toEqual([]);
});

test("every fault was put to every call", () => {
  for (const { calls, cases } of rows) {
    expect(calls.length).toBeGreaterThan(3);
    for (const place of calls.keys()) {
      for (const fault of faults) expect(cases.filter(isAt(place, fault)).length).toBeGreaterThan(0);
    }
  }
});

test("the table of outcomes is the committed one", () => {
  const text = operationTables("Links between services and pipelines × faults", rows);
  expect(text).toBe(committed("fault-table-links.md", text));
});

test("a sweep that goes wrong itself leaves nothing another one cannot finish", async () => {
  const swept = await runAll("sweeps", linkOperations);
  expect(swept.length).toBeGreaterThan(15);
  expect(wrongs(swept)).toEqual([]);
}, 300_000);
