import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryEntry, KeyturnClient } from "@keyturn/client";
import type { Narrator } from "./narrator.ts";
import { showHistory } from "./show-history.ts";

/** The stream brings events within seconds; the pass over the outboxes each minute is what is promised. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 1_000;
/** How far back an org's history is read, newest first: others may be at work in it. */
const READ_MAX = 1_000;
const query = { limit: 100 };

/** The connection's history has every event of the story, and the org's has the same ones. */
export async function journalHolds(
  narrator: Narrator,
  admin: KeyturnClient,
  connectionId: string,
  types: string[],
): Promise<void> {
  narrator.chapter("What is on record");
  let entries: HistoryEntry[] = [];
  await narrator.step("the journal has every event, for the connection and for the org", async () => {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
      const params = { path: { connectionId }, query };
      entries = (await admin.GET("/v1/connections/{connectionId}/history", { params })).items;
      const missing = types.filter((type) => !entries.some((entry) => entry.type === type));
      if (missing.length === 0 && (await orgHas(admin, entries))) return `${entries.length} events`;
      if (Date.now() < end) continue;
      throw new Error(
        missing.length > 0 ? `it has no ${missing.join(", ")}` : "the org's history lacks some of them",
      );
    }
  });
  showHistory(entries);
}

async function orgHas(admin: KeyturnClient, entries: HistoryEntry[]): Promise<boolean> {
  const wanted = new Set(entries.map((entry) => entry.eventId));
  let read = 0;
  for await (const { eventId } of admin.each("/v1/history", { params: { query } })) {
    wanted.delete(eventId);
    read += 1;
    if (wanted.size === 0 || read === READ_MAX) break;
  }
  return wanted.size === 0;
}
