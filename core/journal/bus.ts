import type { KeyturnEvent } from "./event.ts";

/** EventBridge takes 10 entries a call (PutEvents API reference). */
export const EVENTS_A_CALL_MAX = 10;

/** The event bus. */
export interface Bus {
  /** Which of the events were refused, by their place; throws CallFailed when nothing is known. */
  publish(events: readonly KeyturnEvent[]): Promise<{ failed: number[] }>;
}
