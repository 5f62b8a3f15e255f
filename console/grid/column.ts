import type { ReactNode } from "react";

/** A column of a grid. */
export interface Column<Row> {
  key: string;
  head: string;
  /** In rem. */
  width: number;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it, it is not. */
  by?: (row: Row) => string | number | null;
}

export interface Sorting {
  key: string;
  descending: boolean;
}

/** The rows in the order asked for; what has no value comes last either way. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sorting: Sorting): Row[] {
  const by = columns.find(({ key }) => key === sorting.key)?.by;
  if (!by) return [...rows];
  const sign = sorting.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}
