import { expect, test } from "vitest";
import { faults } from "./fault.ts";
import { committed, isAt, operationTables, wrongs } from "./fault-table.ts";
import { serviceOperations } from "./operations.ts";
import { runAll } from "./run-all.ts";

const rows = await runAll("operations", serviceOperations);

test("whatever happens while storage is made or unmade, recovery leaves the invariants true", () => {
  expect(wrongs(rows)).toEqual([]);
});

test("every fault was put to every call", () => {
  for (const { calls, cases } of rows) {
    expect(calls.length).toBeGreaterThan(5);
    for (const place of calls.keys()) {
      for (const fault of faults) expect(cases.filter(isAt(place, fault)).length).toBeGreaterThan(0);
    }
  }
});

test("the table of outcomes is the committed one", () => {
  const text = operationTables("Services and connections × faults", rows);
  expect(text).toBe(committed("fault-table-services.md", text));
});
