import type { RefObject } from "react";
import { Button } from "../parts/button.tsx";

interface GridPagerProps {
  scroller: RefObject<HTMLElement | null>;
  /** Of the rows in sight, from 0; null while there are none. */
  range: { startIndex: number; endIndex: number } | null;
  count: number;
}

/** Which rows are in sight, and the way to the next screenful. Where all are in sight, nothing. */
export function GridPager({ scroller, range, count }: GridPagerProps) {
  if (!range || range.endIndex - range.startIndex + 1 >= count) return null;
  const turn = (pages: number) => {
    const { current } = scroller;
    const head = current?.querySelector("thead")?.clientHeight ?? 0;
    current?.scrollBy({ top: pages * (current.clientHeight - head) });
  };
  const number = (index: number) => (index + 1).toLocaleString("en-GB");
  return (
    <div className="pager">
      <span>
        Rows {number(range.startIndex)}–{number(range.endIndex)} of {count.toLocaleString("en-GB")}
      </span>
      <span className="row">
        <Button look="quiet" aria-disabled={range.startIndex === 0} onClick={() => turn(-1)}>
          Previous page
        </Button>
        <Button look="quiet" aria-disabled={range.endIndex === count - 1} onClick={() => turn(1)}>
          Next page
        </Button>
      </span>
    </div>
  );
}
