import { readEvent } from "@keyturn/client/events";
import type { Tasks } from "./tasks.ts";

/**
 * The Lambda's handler. An event may be delivered again, by EventBridge, by Lambda or by a replay: it opens one task.
 * Throws when the event is not what was published: Lambda hands it over twice more, then to the queue of failures.
 */
export function consumer(tasks: Tasks, log: (line: string) => void = console.log) {
  return async (envelope: unknown): Promise<void> => {
    const event = readEvent(envelope);
    if (event?.["detail-type"] !== "KeyRotated") return; // the rule lets nothing else pass
    const { metadata, data } = event.detail;
    const { connectionId, accessKeyId, previousAccessKeyId } = data;
    const deadline = data.mode === "staged" ? data.previousKeyValidUntil : null;
    const { eventId, org } = metadata;
    const task = { eventId, org, connectionId, accessKeyId, previousAccessKeyId, deadline };
    const isNew = await tasks.addIfAbsent(task);
    if (!isNew) return log(`${eventId}: known already, nothing to do`);
    const when = deadline ? `until ${deadline}` : "now, the previous one has stopped";
    log(`${eventId}: ${data.serviceName} (${connectionId}) has the key ${accessKeyId}. Move over ${when}.`);
  };
}
