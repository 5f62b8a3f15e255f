import { table } from "./table.ts";

/** The `source` of every event Keyturn puts on a bus. */
export const EVENT_SOURCE = "keyturn";

/** Asks for a pass over one shard of the agenda. */
export const SWEEP_SHARD = "SweepShard";

export interface Subscription {
  /** `internal` is keyturn-internal: work for Keyturn itself, never archived or replayed. */
  bus: "keyturn" | "internal";
  detailTypes: readonly string[];
  /** The Lambda's entry point. */
  handler: string;
  /** How often an event on which it failed is handed to it again. */
  retries: 0 | 1 | 2;
}

/** Which Lambda an event wakes: the one list that the stack and the laptop's bus read. */
export const subscriptions = {
  sweepShard: {
    bus: "internal",
    detailTypes: [SWEEP_SHARD],
    handler: "functions/schedule/sweep-shard.handler",
    retries: 0, // the schedule asks again within a minute
  },
} as const satisfies Record<string, Subscription>;

/** What the table's stream wakes: an item that was written and has events to deliver. */
export const stream = {
  handler: "functions/events/relay-outbox.handler",
  /** In the language of Lambda's event filters. */
  filter: { dynamodb: { NewImage: { [table.indexes.outbox.partitionKey]: { S: [{ exists: true }] } } } },
  /** What still fails then waits for the schedule. */
  tries: 3,
  /** Few: each record is a read, a PutEvents and two writes, one after the other. */
  batchSize: 10,
} as const;

/** What runs by the clock. */
export const schedule = { everyMinutes: 1, handler: "functions/schedule/start-sweep.handler" } as const;
