import * as z from "zod";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import published from "../../docs/events/KeyRotated.json" with { type: "json" };

/** The event's detail. Outside of this repository the published schema yields the same type. */
export type KeyRotated = Omit<Extract<KeyturnEvent, { type: "KeyRotated" }>, "type">;

const Published = z.fromJSONSchema(published as z.core.JSONSchema.JSONSchema);

/** Throws when the detail is not as the published schema says. What the schema does not know is passed over. */
export function readKeyRotated(detail: unknown): KeyRotated {
  const read = Published.safeParse(detail);
  if (!read.success) throw new Error(`not a KeyRotated as it was published:\n${z.prettifyError(read.error)}`);
  return read.data as KeyRotated; // the schema was made of this type
}
