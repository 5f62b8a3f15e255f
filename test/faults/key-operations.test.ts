import { expect, test } from "vitest";
import { faults } from "./fault.ts";
import { committed, isAt, operationTables, wrongs } from "./fault-table.ts";
import { keyOperations } from "./operations.ts";
import { runAll } from "./run-all.ts";

const rows = await runAll("operations", keyOperations);

test("whatever happens to a key operation, recovery leaves the invariants true", () => {
  expect(wrongs(rows)).toEqual([]);
});

test("every fault was put to every call", () => {
  for (const { calls, cases } of rows) {
    expect(calls.length).toBeGreaterThan(2);
    for (const place of calls.keys()) {
      for (const fault of faults) expect(cases.filter(isAt(place, fault)).length).toBeGreaterThan(0);
    }
  }
});

test("the table of outcomes is the committed one", () => {
  const text = operationTables("Key operations × faults", rows);
  expect(text).toBe(committed("fault-table-keys.md", text));
});

test("a recovery that overlooks orphans is found out", async () => {
  const create = keyOperations.filter((operation) => operation.name === "create key");
  const blind = await runAll("operations", create, (ports) => ({
    ...ports,
    accessKeys: { ...ports.accessKeys, list: async () => [] },
  }));
  expect(wrongs(blind).join("\n")).toMatch(/IAM has the keys \[\w+ Active\], the record \[\]/);
});
