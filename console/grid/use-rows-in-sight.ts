import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

/** In pixels: styles/grid.css has the same. */
const ROW_HEIGHT = 44;

/** Which of so many rows are in the document. `kept`, which has the focus, stays however far it is scrolled away. */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, count: number, kept: number) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), kept])]
        .filter((index) => index < count)
        .sort((a, b) => a - b),
  });
  return { shown: virtual.getVirtualItems(), height: virtual.getTotalSize(), range: virtual.range };
}
