import { expect, test } from "vitest";
import { reconcileText } from "../../cli/reconcile-text.ts";
import { addConnectionLine, type ConnectionLine, emptyReport } from "../../core/operator/reconcile-report.ts";
import { SAMPLE_TIME } from "../../core/testing/sample-records.ts";

/** The rows of a report of this connection. */
function rowsOf(change: Partial<ConnectionLine>): string[] {
  const report = emptyReport(true);
  addConnectionLine(report, {
    ...{ org: "acme", connectionId: "con_1", serviceId: "svc_1", userName: "kt-1", outcome: "corrected" },
    ...{ previousAccessKeyId: "AKIACURRENT", accessKeyId: "AKIACURRENT", retiring: null, unmanaged: [] },
    ...{ userMissing: false, leakedKeyWorks: false },
    ...change,
  });
  return reconcileText(report)
    .split("\n")
    .filter((line) => line.includes("con_1"))
    .map((line) => line.trim().replace(/ {2,}/g, " | "));
}

test.each([
  ["active", "AKIAOLD works"],
  ["inactive", "AKIAOLD stopped"],
  ["doomed", "AKIAOLD to be deleted"],
] as const)("the report names the old key of a staged reset, and how it is: %s", (state, words) => {
  const rows = rowsOf({ retiring: { accessKeyId: "AKIAOLD", state } });
  expect(rows).toEqual([`con_1 | acme | AKIACURRENT | the same | ${words}`]);
  expect(rowsOf({})).toEqual(["con_1 | acme | AKIACURRENT | the same | none"]);
});

test.each([
  [true, "works"],
  [false, "stopped"],
])("the report says of a key that may be nobody's whether it works: %s", (active, word) => {
  const unmanaged = [{ accessKeyId: "AKIAOTHER", createdAt: SAMPLE_TIME, active }];
  expect(rowsOf({ outcome: "unchanged", unmanaged })).toEqual([
    `con_1 | acme | AKIAOTHER | ${word} | ${SAMPLE_TIME} | AKIACURRENT`,
  ]);
});
