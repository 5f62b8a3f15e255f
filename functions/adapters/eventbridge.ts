import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import { CallFailed } from "../../core/errors.ts";
import type { Bus } from "../../core/journal/bus.ts";
import type { SweepRequests } from "../../core/sweep/agenda.ts";
import { EVENT_SOURCE, SWEEP_SHARD } from "../subscriptions.ts";
import { awsCall } from "./aws-failure.ts";

const ENTRIES_MAX = 10;

export function eventBridgeBus(client: EventBridgeClient, busName: string): Bus {
  return {
    async publish(events) {
      const entries = events.map(({ type, metadata, data }) => ({
        EventBusName: busName,
        Source: EVENT_SOURCE,
        DetailType: type,
        Detail: JSON.stringify({ metadata, data }),
        Time: new Date(metadata.occurredAt),
      }));
      return { failed: await putEvents(client, entries) };
    },
  };
}

/** The internal bus, which is not archived: a replay must never run work again. */
export function sweepRequests(client: EventBridgeClient, busName: string): SweepRequests {
  return {
    async request(shards) {
      for (let from = 0; from < shards.length; from += ENTRIES_MAX) {
        const entries = shards.slice(from, from + ENTRIES_MAX).map((pass) => ({
          EventBusName: busName,
          Source: EVENT_SOURCE,
          DetailType: SWEEP_SHARD,
          Detail: JSON.stringify(pass),
        }));
        const failed = await putEvents(client, entries);
        if (failed.length > 0) throw new CallFailed("PutEvents", "unknown", "FailedEntries");
      }
    },
  };
}

/**
 * The places of the entries that EventBridge did not take (FailedEntryCount of them): only one that was given an
 * id has been.
 */
async function putEvents(client: EventBridgeClient, entries: PutEventsRequestEntry[]): Promise<number[]> {
  const command = new PutEventsCommand({ Entries: entries });
  const { Entries: taken = [] } = await awsCall("PutEvents", () => client.send(command));
  return entries.flatMap((_, place) => (taken[place]?.EventId ? [] : [place]));
}
