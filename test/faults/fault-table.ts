import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Fault, faults } from "./fault.ts";
import type { Row } from "./run-all.ts";
import type { Case } from "./run-case.ts";

const WRITTEN = "<!-- Written by the test: run it with KEYTURN_UPDATE=1 to write it anew. -->";

const OPERATIONS_HEAD = `${WRITTEN}

What the caller was told → what it had come to after recovery; then what a caller was told who asked again at once.
“Lasting”: every later call of the kind in the same process goes the same way. In every case the invariants of
docs/invariants.md held after recovery, and the caller who asked again then was answered.
`;

const SWEEPS_HEAD = `${WRITTEN}

An operation that stopped after one of its changes, and a sweep that finds it and has a fault itself, at each of its
calls in turn: what it had come to after the sweeps that followed. In every case the invariants of docs/invariants.md
held then.
`;

/** A table for each operation: call × fault → outcome. */
export function operationTables(title: string, rows: Row[]): string {
  const tables = rows.map(({ operation, calls, cases }) => {
    const lines = calls.map((call, place) => {
      const cells = faults.map((fault) => outcome(cases.filter(isAt(place, fault))));
      return [`${place + 1}. ${call}`, ...cells];
    });
    return [`## ${operation.name}`, "", ...table([["call", ...names(faults)], ...lines]), ""].join("\n");
  });
  return [`# ${title}`, "", OPERATIONS_HEAD, ...tables].join("\n");
}

/** One table: abandoned operation × fault of the sweep, over all its calls → what it came to. */
export function sweepTable(title: string, rows: Row[], swept: Fault[]): string {
  const lines = rows.flatMap(({ operation, calls, cases }) => {
    if (calls.length === 0) return [];
    const cells = swept.map(({ name }) => cases.filter((one) => one.at.fault.name === name));
    const rests = cells.map((some) => [...new Set(some.map((one) => one.rest))].sort().join(" or "));
    return [[operation.name, String(calls.length), ...rests]];
  });
  const head = ["left behind", "calls", ...names(swept)];
  return [`# ${title}`, "", SWEEPS_HEAD, ...table([head, ...lines]), ""].join("\n");
}

/** Whether the file holds this text; it is written first when KEYTURN_UPDATE is set. */
export function committed(file: string, text: string): string {
  const path = new URL(file, import.meta.url);
  if (process.env.KEYTURN_UPDATE) writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Every case with something wrong, as a person wants to read it. */
export function wrongs(rows: Row[]): string[] {
  return rows.flatMap(({ operation, calls, cases }) =>
    cases
      .filter((one) => one.faults.length > 0)
      .map((one) => {
        const where = `${operation.name}, call ${one.at.call + 1} ${calls[one.at.call]}, ${one.at.fault.name}`;
        return `${where}${one.hurries ? ", asked again at once" : ""}: ${one.first}; ${one.faults.join("; ")}`;
      }),
  );
}

export function isAt(call: number, fault: Fault) {
  return ({ at }: Case) => at.call === call && at.fault.name === fault.name;
}

function outcome(cases: Case[]): string {
  const patient = cases.find((one) => !one.hurries);
  const hurried = cases.find((one) => one.hurries);
  if (!patient) return "?";
  if (patient.first.startsWith("answered")) return patient.first;
  return `${patient.first} → ${patient.rest}${hurried ? `; again: ${hurried.retry}` : ""}`;
}

const names = (list: Fault[]) => list.map((fault) => fault.name);

/** Columns are lined up, as the formatter wants them. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)];
}
