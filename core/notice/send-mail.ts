import { type Clock, type Instant, plus, SECOND_MS } from "../clock.ts";
import { failureOf } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { Log } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { Mail, Message } from "./mail.ts";
import { addressHashOf, type MailRecord, type MailRef, type Mails, standingOf } from "./mails.ts";
import { expiryOf } from "./notice.ts";

export interface SendPorts {
  clock: Clock;
  ids: Ids;
  mails: Mails;
  mail: Mail;
  log: Log;
}

/** SES counts by the second. */
const TOO_MANY_PAUSE_MS = SECOND_MS;
const SENDS_FOR_MS = 5 * SECOND_MS;

/**
 * What came of it. `over` is what was over before; `unsettled`: nobody knows yet whether it went out, or somebody else
 * is at it; `not_now`: it was not sent, because SES takes no mail, or too many are sent until `until`.
 */
type Outcome = "sent" | "refused" | "over" | "unsettled" | "not_now";

/**
 * Sends a mail unless it was sent before:
 *
 * 1. its record is claimed, by one process at a time. Dies after it: a minute later the mail counts as not sent
 * 2. it is sent. Dies after it, or loses the reply: it is sent once more, the one case in which it is
 * 3. the record says how that went
 *
 * Throws CallFailed when the record cannot be read or written.
 */
export async function sendMail(
  ports: SendPorts,
  event: { org: string; eventId: string },
  message: Message,
  until: Instant,
): Promise<Outcome> {
  const ref: MailRef = { org: event.org, eventId: event.eventId, addressHash: addressHashOf(message.to) };
  const claimId = ports.ids.next();
  const standing = await claim(ports, ref, claimId);
  if (standing !== "ours") return standing === "over" ? "over" : "unsettled";
  const outcome = await sendInTime(ports, message, until);
  if (outcome === "unsettled") return outcome;
  await mark(ports, ref, claimId, outcome === "not_now" ? "waiting" : outcome);
  if (outcome === "refused") ports.log.warn("a mail was refused for good", { eventId: event.eventId });
  return outcome;
}

async function claim({ mails, clock }: SendPorts, ref: MailRef, claimId: string) {
  const now = clock.now();
  const ours = { state: "sending" as const, claimId, claimedAt: now };
  if (await mails.insert({ ...ref, ...ours, version: 1, expiresAt: expiryOf(now) })) return "ours";
  const there = await mails.find(ref);
  const standing = standingOf(there, claimId, now);
  if (standing !== "free" || !there) return standing;
  try {
    await mails.update(ref, { when: [equals("version", there.version)], set: ours });
    return "ours";
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    return standingOf(await mails.find(ref), claimId, now);
  }
}

/** Again after a pause where SES says that it is too many at once, while there is time. */
async function sendInTime({ mail, clock, log }: SendPorts, message: Message, until: Instant) {
  for (;;) {
    try {
      return await mail.send(message, plus(clock.now(), SENDS_FOR_MS));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      if (failure === "unknown") return "unsettled";
      if (failure !== "throttled") {
        log.warn("mail as a whole is refused", { error: (error as Error).message });
        return "not_now";
      }
      if (plus(clock.now(), TOO_MANY_PAUSE_MS) >= until) return "not_now";
      await clock.sleep(TOO_MANY_PAUSE_MS);
    }
  }
}

/** Refused, another took the mail over after a minute, and says how it went. */
async function mark(
  { mails }: SendPorts,
  ref: MailRef,
  claimId: string,
  state: MailRecord["state"],
): Promise<void> {
  try {
    await mails.update(ref, {
      when: [equals("claimId", claimId), equals("state", "sending")],
      set: { state },
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
  }
}
