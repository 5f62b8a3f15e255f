import * as z from "zod";
import { Instant } from "../clock.ts";
import { KeyturnEvent } from "../journal/event.ts";
import { Org } from "../org/org.ts";
import type { Patch } from "../record/patch.ts";
import { type ConcerningEvent, isConcerning } from "./concerning.ts";
import { Progress } from "./progress.ts";

/**
 * What is left to tell of an event, until the sweep asks for it. One for each event: two passes over it that could not
 * tell everybody leave one between them. Without a time to live, because nothing else remembers it.
 */
export const Leftover = z.object({
  org: Org,
  eventId: z.uuid(),
  event: z.custom<ConcerningEvent>((event) => {
    const { success, data } = KeyturnEvent.safeParse(event);
    return success && isConcerning(data);
  }, "expected an event that dependents are told of"),
  from: Progress,
  nextActionAt: Instant,
  version: z.int(),
});
export type Leftover = z.infer<typeof Leftover>;

export type LeftoverRef = Pick<Leftover, "org" | "eventId">;

/** The leftovers of all events. Every read is consistent. */
export interface Leftovers {
  find(ref: LeftoverRef): Promise<Leftover | undefined>;
  /** False when there is one already; nothing is written then. */
  insert(leftover: Leftover): Promise<boolean>;
  /** The record after the write. Throws PatchRefused when the record is not as `when` says. */
  update(ref: LeftoverRef, patch: Patch<Leftover>): Promise<Leftover>;
  /** Nothing happens when it is at another version, or gone. */
  erase(ref: LeftoverRef, version: number): Promise<void>;
}
