import "../parse-interpreted.ts";

import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { KeyturnEvent } from "../../core/journal/event.ts";
import { type ConcerningEvent, isConcerning } from "../../core/notice/concerning.ts";
import { notifyPass } from "../../core/notice/notify-pass.ts";
import { Progress } from "../../core/notice/progress.ts";
import { notifyPorts } from "../ports.ts";
import { NOTIFY_DEPENDENTS } from "../subscriptions.ts";
import { guarded } from "../worker.ts";

/** Well before the function times out, and with time for the mail at hand. */
const BEGINS_NO_MORE_AFTER_MS = 12 * SECOND_MS;

const Asked = z.strictObject({ event: KeyturnEvent, ...Progress.shape });

/** A key event, or what an earlier pass over one has left. */
export const handler = guarded(async (woken: EventBridgeEvent<string, unknown>) => {
  const ports = notifyPorts();
  const { event, from } = askedBy(woken);
  const until = plus(ports.clock.now(), BEGINS_NO_MORE_AFTER_MS);
  await notifyPass(ports, event, from, until);
});

function askedBy(woken: EventBridgeEvent<string, unknown>): { event: ConcerningEvent; from: Progress } {
  const { "detail-type": type, detail } = woken;
  const asked = type === NOTIFY_DEPENDENTS ? detail : { event: { ...(detail as object), type } };
  const { event, ...from } = Asked.parse(asked);
  if (!isConcerning(event)) throw new Error(`dependents are not told of ${event.type}`);
  return { event, from };
}
