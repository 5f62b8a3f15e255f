import * as Ariakit from "@ariakit/react";
import type { RowAction } from "./row-action.ts";

/** Whose menu, where, and what has the focus afterwards. */
export interface MenuAt<Row> {
  row: Row;
  /** In pixels of the window. */
  x: number;
  y: number;
  from: Element | null;
}

interface RowMenuProps<Row> {
  at: MenuAt<Row>;
  actions: RowAction[];
  onClose: () => void;
}

/** The one menu of a grid: a thousand rows need no thousand menus. */
export function RowMenu<Row>({ at, actions, onClose }: RowMenuProps<Row>) {
  const menu = Ariakit.useMenuStore({ open: true, setOpen: (open) => !open && onClose() });
  return (
    <Ariakit.Menu
      store={menu}
      portal
      className="popover"
      aria-label="Actions"
      getAnchorRect={() => ({ x: at.x, y: at.y })}
      finalFocus={at.from instanceof HTMLElement ? at.from : null}
      autoFocusOnShow
    >
      {actions.map(({ words, run, danger, not }) => (
        <Ariakit.MenuItem
          key={words}
          className={danger ? "danger" : ""}
          disabled={not !== undefined}
          accessibleWhenDisabled
          onClick={run}
        >
          {words}
          {not && <span className="hint">{not}</span>}
        </Ariakit.MenuItem>
      ))}
    </Ariakit.Menu>
  );
}
