import type { KeyturnEvent } from "./event.ts";

/** The event bus. */
export interface Bus {
  /** Which of the events were refused, by their place; throws CallFailed when nothing is known. At most 10. */
  publish(events: readonly KeyturnEvent[]): Promise<{ failed: number[] }>;
}
