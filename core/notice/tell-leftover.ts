import type { Leftover, Leftovers } from "./leftover.ts";
import type { NotifyRequests } from "./notify-pass.ts";

export interface LeftoverPorts {
  leftovers: Leftovers;
  notifications: NotifyRequests;
}

/**
 * Asks for what is left to tell of an event, and then takes it off the agenda. Dies between: it is asked for again, and
 * whoever has been told is not told twice. Throws CallFailed.
 */
export async function tellLeftover(ports: LeftoverPorts, leftover: Leftover): Promise<void> {
  await ports.notifications.request(leftover.event, leftover.from);
  await ports.leftovers.erase(leftover, leftover.version);
}
