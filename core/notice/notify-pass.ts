import type { Instant } from "../clock.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { type Ending, type NotifyPorts, notifyDependents } from "./notify-dependents.ts";
import type { Progress } from "./progress.ts";
import { type PutOffPorts, putOff } from "./put-off.ts";

/** Asks for another pass over an event. */
export interface NotifyRequests {
  request(event: ConcerningEvent, from: Progress): Promise<void>;
}

export type NotifyPassPorts = NotifyPorts & PutOffPorts & { notifications: NotifyRequests };

/**
 * One pass over an event. Whoever comes after it is asked for once, here or by the sweep, so that what began as one never
 * becomes two: many of them would take each other's mails away.
 *
 * Dies before it has asked, or fails because the table or the bus does: Lambda tries the same pass again. Throws
 * CallFailed then, and when the event was put off for a day.
 */
export async function notifyPass(
  ports: NotifyPassPorts,
  event: ConcerningEvent,
  from: Progress,
  until: Instant,
): Promise<Ending["is"]> {
  const ending = await notifyDependents(ports, event, from, until);
  if (ending.is === "rest") await ports.notifications.request(event, ending.from);
  if (ending.is === "later") await putOff(ports, event, ending.from);
  return ending.is;
}
