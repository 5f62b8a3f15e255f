import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

interface Cell {
  row: number;
  column: number;
}

export type GridKeys = ReturnType<typeof useGridKeys>;

/** As many as are in sight. */
const PAGE_ROWS = 10;

/** One cell of the grid takes the focus when it is tabbed to; the arrows move it from there. */
export function useGridKeys(scroller: RefObject<HTMLElement | null>, rows: number, columns: number) {
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const moved = useRef(false);
  const at = { row: Math.max(0, Math.min(cell.row, rows - 1)), column: Math.min(cell.column, columns - 1) };
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const element = cellElement(scroller.current, cell);
    element?.focus();
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [cell, scroller]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && !event.target.closest("tbody")) return;
    if (event.key === "Enter" && event.target instanceof HTMLTableCellElement) {
      event.target.querySelector<HTMLElement>("a, button")?.click();
      return event.preventDefault();
    }
    const next = moveOf(event, at, rows, columns);
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    setCell(next);
  };
  const cellProps = (row: number, column: number) => ({
    role: column === 0 ? ("rowheader" as const) : ("gridcell" as const), // the first column names its row
    "aria-colindex": column + 1,
    "data-at": `${row},${column}`,
    tabIndex: row === at.row && column === at.column ? 0 : -1,
    onFocus: () => setCell({ row, column }),
  });
  return { at, onKeyDown, cellProps };
}

function cellElement(scroller: HTMLElement | null, { row, column }: Cell): HTMLElement | null {
  return scroller?.querySelector(`[data-at="${row},${column}"]`) ?? null;
}

function moveOf(event: KeyboardEvent, { row, column }: Cell, rows: number, columns: number) {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const inRow = (to: number) => ({ row, column: Math.max(0, Math.min(lastColumn, to)) });
  const inColumn = (to: number) => ({ row: Math.max(0, Math.min(lastRow, to)), column });
  switch (event.key) {
    case "ArrowRight":
      return inRow(column + 1);
    case "ArrowLeft":
      return inRow(column - 1);
    case "ArrowDown":
      return inColumn(row + 1);
    case "ArrowUp":
      return inColumn(row - 1);
    case "PageDown":
      return inColumn(row + PAGE_ROWS);
    case "PageUp":
      return inColumn(row - PAGE_ROWS);
    case "Home":
      return event.ctrlKey ? { row: 0, column: 0 } : inRow(0);
    case "End":
      return event.ctrlKey ? { row: lastRow, column: lastColumn } : inRow(lastColumn);
    default:
      return undefined;
  }
}
