import type { HistoryEntry } from "@keyturn/client";

/** Oldest first: the API answers the newest first. */
export function showHistory(entries: HistoryEntry[]): void {
  for (const { type, by, occurredAt } of entries.toReversed()) {
    console.log(`   ${occurredAt}  ${type}  by ${by}`);
  }
}
