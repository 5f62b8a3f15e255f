/** What the API answers of an event. */
export interface HistoryEntry {
  eventId: string;
  type: string;
  by: string;
  occurredAt: string;
}

/** Oldest first: the API answers the newest first. */
export function showHistory(entries: HistoryEntry[]): void {
  for (const { type, by, occurredAt } of entries.toReversed()) {
    console.log(`   ${occurredAt}  ${type}  by ${by}`);
  }
}
