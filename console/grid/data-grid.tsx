import { useMemo, useRef, useState } from "react";
import type { Column, Sorting } from "./column.ts";
import { sorted } from "./column.ts";
import { GridHead } from "./grid-head.tsx";
import { GridPager } from "./grid-pager.tsx";
import { GridRows } from "./grid-rows.tsx";
import type { RowAction } from "./row-action.ts";
import { type MenuAt, RowMenu } from "./row-menu.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import { useRowsInSight } from "./use-rows-in-sight.ts";

export interface DataGridProps<Row> {
  /** What the rows are, for those who hear it: "Connections". */
  label: string;
  rows: readonly Row[];
  /** The same array each time, as the rows where they are the same. */
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  /** What can be done with a row: by a button in it, by a right click, by the menu key. */
  actionsOf?: (row: Row) => RowAction[];
  nameOf: (row: Row) => string;
  sortedBy: Sorting;
}

/**
 * A grid of any number of rows, of which only those in sight are in the document. The keyboard moves as the ARIA
 * practices have it: arrows, Home, End, PageUp, PageDown; Enter does what is in the cell.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, rows, columns, actionsOf, sortedBy } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState(sortedBy);
  const [menuAt, setMenuAt] = useState<MenuAt<Row>>();
  const inOrder = useMemo(() => sorted(rows, columns, sorting), [rows, columns, sorting]);
  const columnCount = columns.length + (actionsOf ? 1 : 0);
  const keys = useGridKeys(scroller, inOrder.length, columnCount);
  const { range, ...inSight } = useRowsInSight(scroller, inOrder.length, keys.at.row);
  return (
    <div className="grid-frame">
      <div className="grid-scroller" ref={scroller}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells the keyboard reaches
          role="grid"
          aria-label={label}
          aria-rowcount={inOrder.length + 1}
          aria-colcount={columnCount}
          onKeyDown={keys.onKeyDown}
        >
          <GridHead columns={columns} hasActions={!!actionsOf} sorting={sorting} onSort={setSorting} />
          <GridRows {...props} rows={inOrder} {...inSight} keys={keys} onMenu={setMenuAt} />
        </table>
      </div>
      <GridPager scroller={scroller} range={range} count={inOrder.length} />
      {menuAt && actionsOf && (
        <RowMenu at={menuAt} actions={actionsOf(menuAt.row)} onClose={() => setMenuAt(undefined)} />
      )}
    </div>
  );
}
