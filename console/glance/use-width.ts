import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** How wide an element is, in pixels, so that what is drawn in it has letters of the same size on every screen. */
export function useWidth(): [element: RefObject<HTMLElement | null>, width: number] {
  const element = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const measure = () => setWidth(current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
