import { expect, test } from "vitest";
import { faultsOfSweep } from "./abandoned.ts";
import { committed, isAt, sweepTable, wrongs } from "./fault-table.ts";
import { keyOperations, serviceOperations } from "./operations.ts";
import { runAll } from "./run-all.ts";

const rows = await runAll("sweeps", [...keyOperations, ...serviceOperations]);

test("a recovery that goes wrong itself leaves nothing another one cannot finish", () => {
  expect(wrongs(rows)).toEqual([]);
});

test("every operation was left after every change it makes, and every fault put to every call that finds it", () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const { calls, cases } of rows) {
    expect(cases).toHaveLength(calls.length * faultsOfSweep.length);
    for (const place of calls.keys()) {
      for (const fault of faultsOfSweep) expect(cases.some(isAt(place, fault))).toBe(true);
    }
  }
});

test("the table of outcomes is the committed one", () => {
  const text = sweepTable("Sweeps of abandoned operations × faults", rows, faultsOfSweep);
  expect(text).toBe(committed("fault-table-sweeps.md", text));
});
