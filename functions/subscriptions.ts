/** Asks for a pass over one shard of the agenda. */
export const SWEEP_SHARD = "SweepShard";

export interface Subscription {
  /** `internal` is keyturn-internal: work for Keyturn itself, never archived or replayed. */
  bus: "keyturn" | "internal";
  detailTypes: readonly string[];
  /** The Lambda's entry point. */
  handler: string;
}

/** Which Lambda an event wakes: the one list that the stack and the laptop's bus read. */
export const subscriptions = {
  sweepShard: {
    bus: "internal",
    detailTypes: [SWEEP_SHARD],
    handler: "functions/schedule/sweep-shard.handler",
  },
} as const satisfies Record<string, Subscription>;
