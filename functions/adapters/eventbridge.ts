import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import type { DriftRequests } from "../../core/drift/find-drift.ts";
import { CallFailed } from "../../core/errors.ts";
import type { Bus } from "../../core/journal/bus.ts";
import type { NotifyRequests } from "../../core/notice/notify-pass.ts";
import type { SweepRequests } from "../../core/sweep/agenda.ts";
import { EVENT_SOURCE, FIND_DRIFT, NOTIFY_DEPENDENTS, SWEEP_SHARD } from "../subscriptions.ts";
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

export function sweepRequests(client: EventBridgeClient, busName: string): SweepRequests {
  return { request: (shards) => ask(client, busName, SWEEP_SHARD, shards) };
}

export function driftRequests(client: EventBridgeClient, busName: string): DriftRequests {
  return { request: (pass) => ask(client, busName, FIND_DRIFT, [pass]) };
}

export function notifyRequests(client: EventBridgeClient, busName: string): NotifyRequests {
  return { request: (event, from) => ask(client, busName, NOTIFY_DEPENDENTS, [{ event, ...from }]) };
}

/** For work, on the internal bus, which is not archived: a replay must never run work again. */
async function ask(
  client: EventBridgeClient,
  busName: string,
  detailType: string,
  details: readonly object[],
): Promise<void> {
  for (let from = 0; from < details.length; from += ENTRIES_MAX) {
    const entries = details.slice(from, from + ENTRIES_MAX).map((detail) => ({
      EventBusName: busName,
      Source: EVENT_SOURCE,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }));
    const failed = await putEvents(client, entries);
    if (failed.length > 0) throw new CallFailed("PutEvents", "unknown", "FailedEntries");
  }
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
