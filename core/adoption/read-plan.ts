import { readCsv } from "./csv.ts";
import type { PlanRow } from "./plan-row.ts";
import { type Reason, reason } from "./reasons.ts";

/** So large a file is read whole; IAM holds about 5,000 users an account, so more rows are a mistake. */
export const PLAN_BYTES_MAX = 4 * 1024 * 1024;
export const PLAN_ROWS_MAX = 10_000;

const needed = ["serviceName", "bucket", "folder", "userName"] as const;
const optional = ["region", "accessKeyId", "pipelineIds"] as const;
const known: readonly string[] = [...needed, ...optional];

/** The file as a whole cannot be a plan: nothing of it is looked at. */
export class PlanFault extends Error {
  override name = "PlanFault";
}

/** A row at its place: a line of a file, or the number of a row in a request. */
export interface PlacedRow {
  place: number;
  row?: PlanRow;
  /** What keeps it from being one. */
  fault?: Reason;
}

/** The rows of a CSV file, with their lines. Throws PlanFault. */
export function readPlan(bytes: Uint8Array): PlacedRow[] {
  if (bytes.length > PLAN_BYTES_MAX) throw new PlanFault(`The plan has more than ${PLAN_BYTES_MAX} bytes.`);
  const [header, ...rows] = readCsv(textOf(bytes));
  if (!header || header.fault)
    throw new PlanFault(`The plan begins with a line of its columns: ${known.join(",")}.`);
  const columns = header.cells.map((cell) => cell.trim());
  assertColumns(columns);
  if (rows.length > PLAN_ROWS_MAX) throw new PlanFault(`The plan has more than ${PLAN_ROWS_MAX} rows.`);
  return rows.map(({ line, cells, fault }) => {
    if (fault !== undefined) return { place: line, fault: reason("malformed_row", `the line ${fault}`) };
    if (cells.length === columns.length) return { place: line, row: rowOf(columns, cells) };
    const message = `the line has ${cells.length} cells, and the plan ${columns.length} columns`;
    return { place: line, fault: reason("malformed_row", message) };
  });
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PlanFault("The plan is not written in UTF-8.");
  }
}

function assertColumns(columns: readonly string[]): void {
  const missing = needed.filter((name) => !columns.includes(name));
  const strange = columns.filter((name) => !known.includes(name));
  const twice = columns.filter((name, place) => columns.indexOf(name) < place);
  if (missing.length + strange.length + twice.length === 0) return;
  const faults = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(", ")}`] : []),
    ...(strange.length > 0 ? [`it knows no ${strange.map(shown).join(", ")}`] : []),
    ...(twice.length > 0 ? [`it has ${twice.join(", ")} twice`] : []),
  ];
  throw new PlanFault(
    `The plan's first line names its columns, separated by commas, some of ${known.join(",")}: ${faults.join("; ")}.`,
  );
}

/** What is no word may be a secret, in a file that has no such line. */
function shown(name: string): string {
  return /^[A-Za-z]{1,32}$/.test(name) ? name : "(not a word)";
}

/** An empty cell says nothing. */
function rowOf(columns: readonly string[], cells: readonly string[]): PlanRow {
  const cell = (name: string) => (cells[columns.indexOf(name)] ?? "").trim();
  const pipelineIds = cell("pipelineIds")
    .split(/[\s|]+/)
    .filter((id) => id !== "");
  return {
    ...{ serviceName: cell("serviceName"), bucket: cell("bucket"), folder: cell("folder") },
    userName: cell("userName"),
    ...(cell("region") && { region: cell("region") }),
    ...(cell("accessKeyId") && { accessKeyId: cell("accessKeyId") }),
    ...(pipelineIds.length > 0 && { pipelineIds }),
  };
}
