import { AwsError } from "../aws-error.ts";
import { demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import type { Deliveries } from "./deliveries.ts";
import type { EventLog } from "./event-log.ts";
import { acceptEntry, busNameOf, type Place, parsePutEvents } from "./put-events.ts";

interface EventsServiceParts {
  log: EventLog;
  may: May;
  accountId: string;
  buses: ReadonlySet<string>;
  now(): number;
  deliveries: Deliveries | undefined;
}

export function eventsService(parts: EventsServiceParts) {
  return (target: string, body: string, caller: Caller, region: string): object => {
    if (target !== "AWSEvents.PutEvents") {
      throw new AwsError(400, "UnknownOperationException", `Only PutEvents is served here, not ${target}.`);
    }
    const { accountId, buses, may } = parts;
    const entries = parsePutEvents(body);
    for (const entry of entries) {
      const bus = `arn:aws:events:${region}:${accountId}:event-bus/${busNameOf(entry)}`;
      const keys = { "events:source": entry.Source, "events:detail-type": entry.DetailType };
      demand(may, caller, "events:PutEvents", bus, keys, "AccessDeniedException", 400);
    }
    const place: Place = { accountId, region, now: parts.now(), buses };
    const outcomes = entries.map((entry) => acceptEntry(entry, place));
    const accepted = outcomes.filter((outcome) => "id" in outcome);
    if (accepted.length > 0) parts.log.append(accepted);
    parts.deliveries?.deliver();
    return {
      FailedEntryCount: outcomes.length - accepted.length,
      Entries: outcomes.map((outcome) => ("id" in outcome ? { EventId: outcome.id } : outcome)),
    };
  };
}
