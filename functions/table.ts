/**
 * The one table: its keys and indexes, as the stack declares them, the adapters use them and the laptop cloud
 * makes them. Every key is a string.
 */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  /**
   * Items that carry it, in seconds since 1970, vanish some time after it. A record never does: it would take its outbox
   * along. A notice does, with an outbox: after 90 days of failing to deliver it, it is of no use to anybody.
   */
  timeToLive: "expiresAt",
  indexes: {
    /** What is due, by shard and time. Carries the org, without which an item cannot be read. */
    agenda: {
      name: "agenda",
      partitionKey: "agendaShard",
      sortKey: "nextActionAt",
      projection: ["org"],
    },
    /** Items with undelivered events, by shard and time. */
    outbox: { name: "outbox", partitionKey: "outboxShard", sortKey: "outboxAt", projection: "keys" },
    /** An org's whole history. Event ids are in order of time, and so are the sort keys made of them. */
    journal: { name: "journal", partitionKey: "journalOrg", sortKey: "sk", projection: "all" },
  },
} as const;
