import "../parse-interpreted.ts";

import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import { KeyturnEvent } from "../../core/journal/event.ts";
import { type ConcerningEvent, isConcerning } from "../../core/notice/concerning.ts";
import { notifyDependents, type Progress } from "../../core/notice/notify-dependents.ts";
import { notifyPorts } from "../ports.ts";
import { NOTIFY_DEPENDENTS } from "../subscriptions.ts";
import { guarded } from "../worker.ts";

/** Well before the function times out, and with time for the mail at hand. */
const BEGINS_NO_MORE_AFTER_MS = 12 * SECOND_MS;

const Rest = z.strictObject({
  event: KeyturnEvent,
  noticesAfter: z.string().optional(),
  mailsAfter: z.string().optional(),
});

/**
 * A key event, or what an earlier pass over one left for want of time. Asks for what it leaves itself, and then fails if
 * it is not known of every mail whether it went out: so that the event is tried again, a minute later.
 */
export const handler = guarded(async (woken: EventBridgeEvent<string, unknown>) => {
  const ports = notifyPorts();
  const { event, from } = askedBy(woken);
  const until = plus(ports.clock.now(), BEGINS_NO_MORE_AFTER_MS);
  const { rest, unsettled } = await notifyDependents(ports, event, from, until);
  if (rest) await ports.requests.request(event, rest);
  if (unsettled > 0) throw new CallFailed("SendEmail", "unknown", `${unsettled} mails`);
});

function askedBy(woken: EventBridgeEvent<string, unknown>): { event: ConcerningEvent; from: Progress } {
  const { "detail-type": type, detail } = woken;
  const asked = type === NOTIFY_DEPENDENTS ? detail : { event: { ...(detail as object), type } };
  const { event, ...from } = Rest.parse(asked);
  if (!isConcerning(event)) throw new Error(`dependents are not told of ${event.type}`);
  return { event, from };
}
