import * as Ariakit from "@ariakit/react";
import { useEffect } from "react";
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
  const menu = Ariakit.useMenuStore({ setOpen: (open) => !open && onClose() });
  useEffect(() => {
    menu.setInitialFocus("first");
    menu.setAutoFocusOnShow(true);
    menu.show();
  }, [menu]);
  const back = at.from instanceof HTMLElement ? at.from : null;
  return (
    <Ariakit.Menu
      store={menu}
      fixed // where it is in the document, but not cut off by what is around it
      className="popover"
      aria-label="Actions"
      getAnchorRect={() => ({ x: at.x, y: at.y })}
      finalFocus={back}
    >
      {actions.map(({ words, run, danger, not }) => (
        <Ariakit.MenuItem
          key={words}
          className={danger ? "danger" : ""}
          disabled={not !== undefined}
          accessibleWhenDisabled
          onClick={() => {
            back?.focus(); // which a dialog that opens now gives the focus back to
            run();
          }}
        >
          {words}
          {not && <span className="hint">{not}</span>}
        </Ariakit.MenuItem>
      ))}
    </Ariakit.Menu>
  );
}
