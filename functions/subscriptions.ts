import { concerning } from "../core/notice/concerning.ts";
import { table } from "./table.ts";

/** The `source` of every event Keyturn puts on a bus. */
export const EVENT_SOURCE = "keyturn";

/** Asks for a pass over one shard of the agenda. */
export const SWEEP_SHARD = "SweepShard";

/** Asks for the rest of what dependents are to be told of an event. */
export const NOTIFY_DEPENDENTS = "NotifyDependents";

/** Asks for the rest of a comparison of IAM with the records. */
export const FIND_DRIFT = "FindDrift";

/** What is listened for on a bus. */
export interface Listening {
  /** `internal` is keyturn-internal: work for Keyturn itself, never archived or replayed. */
  bus: "keyturn" | "internal";
  detailTypes: readonly string[];
  /** Deaf to what is replayed from the archive: it was acted on when it was new. */
  onlyNew?: true;
}

export interface Subscription {
  /** One place or more, a rule each. */
  to: readonly Listening[];
  /** The Lambda's entry point. */
  handler: string;
  /** How often an event on which it failed is handed to it again. */
  retries: 0 | 1 | 2;
}

/** Which Lambda an event wakes: the one list that the stack and the laptop's bus read. */
export const subscriptions = {
  sweepShard: {
    to: [{ bus: "internal", detailTypes: [SWEEP_SHARD] }],
    handler: "functions/schedule/sweep-shard.handler",
    retries: 0, // the schedule asks again within a minute
  },
  findDrift: {
    to: [{ bus: "internal", detailTypes: [FIND_DRIFT] }],
    handler: "functions/schedule/find-drift.handler",
    retries: 2, // the schedule asks again in a day
  },
  notifyDependents: {
    to: [
      { bus: "keyturn", detailTypes: concerning, onlyNew: true },
      { bus: "internal", detailTypes: [NOTIFY_DEPENDENTS] },
    ],
    handler: "functions/events/notify-dependents.handler",
    retries: 2,
  },
} as const satisfies Record<string, Subscription>;

/** In the language of EventBridge's rules. */
export function eventPattern({ detailTypes, onlyNew }: Listening) {
  return {
    source: [EVENT_SOURCE],
    "detail-type": detailTypes,
    // EventBridge adds the name of the replay to each event of one.
    ...(onlyNew && { "replay-name": [{ exists: false }] }),
  } as const;
}

/** What the table's stream wakes: an item that was written and has events to deliver. */
export const stream = {
  handler: "functions/events/relay-outbox.handler",
  /** In the language of Lambda's event filters. */
  filter: { dynamodb: { NewImage: { [table.indexes.outbox.partitionKey]: { S: [{ exists: true }] } } } },
  /** What still fails then waits for the schedule. */
  tries: 3,
  /** Few: each record is a read, a PutEvents and two writes, one after the other. */
  batchSize: 10,
  /** Of each shard, so that a thousand notices of one org do not hold up the events of the others. */
  batchesAtOnce: 10,
} as const;

/** What runs by the clock. */
export const schedule = { everyMinutes: 1, handler: "functions/schedule/start-sweep.handler" } as const;

/** What runs by the clock once a day. What it has no time for, it asks for on the internal bus. */
export const daily = { everyDays: 1, handler: subscriptions.findDrift.handler } as const;
