import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import type { DataGridProps } from "./data-grid.tsx";
import type { MenuAt } from "./row-menu.tsx";
import type { GridKeys } from "./use-grid-keys.ts";

/** In pixels: styles/grid.css has the same. */
const ROW_HEIGHT = 44;

interface GridRowsProps<Row> extends DataGridProps<Row> {
  scroller: RefObject<HTMLDivElement | null>;
  keys: GridKeys;
  onMenu: (at: MenuAt<Row>) => void;
}

export function GridRows<Row>({ rows, idOf, scroller, keys, ...rest }: GridRowsProps<Row>) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The row that has the focus stays, however far it is scrolled away.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), keys.at.row])]
        .filter((index) => index < rows.length)
        .sort((a, b) => a - b),
  });
  const shown = virtual.getVirtualItems();
  let end = 0;
  return (
    <tbody>
      {shown.flatMap(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return [];
        const gap = start - end;
        end = start + ROW_HEIGHT;
        return [
          ...(gap > 0 ? [<Gap key={`gap${index}`} height={gap} />] : []),
          <GridRow key={idOf(row)} {...rest} idOf={idOf} row={row} index={index} keys={keys} />,
        ];
      })}
      <Gap height={virtual.getTotalSize() - end} />
    </tbody>
  );
}

/** In place of rows that are out of sight. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
  return <tr aria-hidden="true" className="gap" style={{ height: `${height}px` }} />;
}

interface GridRowProps<Row> extends Omit<GridRowsProps<Row>, "rows" | "scroller"> {
  row: Row;
  index: number;
}

function GridRow<Row>({ row, index, columns, actionsOf, nameOf, keys, onMenu }: GridRowProps<Row>) {
  return (
    <tr
      aria-rowindex={index + 2}
      onContextMenu={
        actionsOf &&
        ((event) => {
          event.preventDefault();
          const { x, y } = placeOf(event);
          onMenu({ row, x, y, from: document.activeElement });
        })
      }
    >
      {columns.map(({ key, cell }, column) => (
        <td key={key} {...keys.cellProps(index, column)}>
          {cell(row)}
        </td>
      ))}
      {actionsOf && (
        <td {...keys.cellProps(index, columns.length)} className="actions">
          <button
            type="button"
            tabIndex={-1}
            className="button quiet icon"
            aria-label={`Actions for ${nameOf(row)}`}
            aria-haspopup="menu"
            onClick={(event) => {
              const { left, bottom } = event.currentTarget.getBoundingClientRect();
              onMenu({ row, x: left, y: bottom, from: event.currentTarget });
            }}
          >
            <span aria-hidden="true">⋯</span>
          </button>
        </td>
      )}
    </tr>
  );
}

/** The menu key has no pointer: then it is where the focus is. */
function placeOf({
  clientX: x,
  clientY: y,
  target,
}: {
  clientX: number;
  clientY: number;
  target: EventTarget;
}) {
  if (x !== 0 || y !== 0 || !(target instanceof Element)) return { x, y };
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left, y: bottom };
}
