import type { Connection } from "../connection/connection.ts";
import type { DomainError } from "../errors.ts";
import type { Condition } from "../record/patch.ts";
import type { IdempotencyEntry } from "./idempotency.ts";

export type WhyRefused =
  | { because: "refused"; error: DomainError }
  /** The same request was answered before. */
  | { because: "answered"; entry: IdempotencyEntry }
  /** The take had succeeded and its reply was lost. */
  | { because: "ours" }
  /** An operation nobody is working on any more stands in the way. */
  | { because: "abandoned" }
  /** Remembered requests fill the record, some of them for longer than promised. */
  | { because: "forgettable" }
  /** The record has changed meanwhile. */
  | { because: "changed" };

/** Something a take must not meet, and what it means when the record shows it. */
export interface Obstacle {
  unless: Condition;
  why(record: Connection): WhyRefused;
}

export const hasChanged: WhyRefused = { because: "changed" };

export function refused(error: DomainError): WhyRefused {
  return { because: "refused", error };
}
