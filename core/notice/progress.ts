import * as z from "zod";
import { earliest, Instant } from "../clock.ts";

/** How far the passes over one event have come: each goes on where the one before it ended. */
export const Progress = z.strictObject({
  /** The last pipeline that has its notice. They are given in the order of the pipelines' ids. */
  noticesAfter: z.string().optional(),
  /** The hash of the last address that was seen to. There is one, perhaps empty, once all notices are given. */
  mailsAfter: z.string().optional(),
  /** Of a mail before it nobody knows yet whether it went out: all are looked at again in the end. */
  unsettled: z.literal(true).optional(),
  /** Since when the event has been put off, if it was. */
  since: Instant.optional(),
});
export type Progress = z.infer<typeof Progress>;

/** What leaves out nothing that one of the two would do, when both have given all notices. */
export function bothOf(one: Progress, other: Progress): Progress {
  const [mailsAfter] = [one.mailsAfter ?? "", other.mailsAfter ?? ""].sort();
  return {
    mailsAfter,
    unsettled: one.unsettled ?? other.unsettled,
    since: earliest(one.since, other.since),
  };
}
