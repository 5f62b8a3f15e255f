import type { VirtualItem } from "@tanstack/react-virtual";
import type { DataGridProps } from "./data-grid.tsx";
import type { MenuAt } from "./row-menu.tsx";
import type { GridKeys } from "./use-grid-keys.ts";

interface GridRowsProps<Row> extends DataGridProps<Row> {
  /** Which rows are in the document, where they begin and end; and where the last of all ends. In pixels. */
  shown: VirtualItem[];
  height: number;
  keys: GridKeys;
  onMenu: (at: MenuAt<Row>) => void;
}

export function GridRows<Row>({ rows, shown, height, ...rest }: GridRowsProps<Row>) {
  let above = 0;
  return (
    <tbody>
      {shown.flatMap(({ index, start, end }) => {
        const row = rows[index];
        if (row === undefined) return [];
        const gap = start - above;
        above = end;
        return [
          ...(gap > 0 ? [<Gap key={`gap${index}`} height={gap} />] : []),
          <GridRow key={rest.idOf(row)} {...rest} row={row} index={index} />,
        ];
      })}
      <Gap height={height - above} />
    </tbody>
  );
}

/** In place of rows that are out of sight. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
  return <tr aria-hidden="true" className="gap" style={{ height: `${height}px` }} />;
}

interface GridRowProps<Row> extends Omit<GridRowsProps<Row>, "rows" | "shown" | "height"> {
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
