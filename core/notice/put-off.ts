import { type Clock, DAY_MS, type Instant, MINUTE_MS, msBetween, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { shardOf } from "../ids.ts";
import type { Log } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { ConcerningEvent } from "./concerning.ts";
import type { Leftovers } from "./leftover.ts";
import { bothOf, type Progress } from "./progress.ts";

export interface PutOffPorts {
  clock: Clock;
  leftovers: Leftovers;
  log: Log;
}

/** Longer than a claim holds (mails.ts), so that a mail nobody knows of can be looked at again. */
const WAIT_MIN_MS = 2 * MINUTE_MS;
const WAIT_MAX_MS = 60 * MINUTE_MS;
/** By then the mail says what everybody has found out. */
const GIVEN_UP_AFTER_MS = DAY_MS;

/**
 * Remembers for the sweep what is left to tell of an event. Another pass over the same event may have left something,
 * too: then both is one, and written anew, so that a sweep that has read the former one does not take it away.
 *
 * Throws CallFailed when the table cannot be read or written, and after a day, so that the event is kept for an operator.
 */
export async function putOff(ports: PutOffPorts, event: ConcerningEvent, left: Progress): Promise<void> {
  const { clock, leftovers, log } = ports;
  const now = clock.now();
  const ref = { org: event.metadata.org, eventId: event.metadata.eventId };
  const from = { ...left, since: left.since ?? now };
  if (msBetween(from.since, now) >= GIVEN_UP_AFTER_MS) {
    log.warn("somebody could not be told of an event for a day", { eventId: ref.eventId });
    throw new CallFailed("SendEmail", "unknown", "GivenUp");
  }
  const nextActionAt = nextLookAt(ref.eventId, from.since, now);
  log.warn("what is left to tell of an event is put off", { eventId: ref.eventId, until: nextActionAt });
  for (;;) {
    if (await leftovers.insert({ ...ref, event, from, nextActionAt, version: 1 })) return;
    const there = await leftovers.find(ref);
    if (!there) continue; // the sweep has just taken it away
    const both = { from: bothOf(there.from, from), nextActionAt };
    try {
      await leftovers.update(ref, { when: [equals("version", there.version)], set: both });
      return;
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
}

/**
 * Once to three times as long from now as it has been put off already: what was refused because it was too many does not
 * come back all at once.
 */
export function nextLookAt(eventId: string, since: Instant, now: Instant): Instant {
  const wait = Math.min(Math.max(msBetween(since, now), WAIT_MIN_MS), WAIT_MAX_MS);
  const spread = shardOf(eventId + now, 1_000) / 1_000;
  return plus(now, Math.round(wait * (1 + 2 * spread)));
}
