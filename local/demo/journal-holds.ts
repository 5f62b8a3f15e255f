import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "./http-client.ts";
import { expectReply } from "./http-client.ts";
import type { Narrator } from "./narrator.ts";
import { type HistoryEntry, showHistory } from "./show-history.ts";

/** The stream brings events within seconds; the pass over the outboxes each minute is what is promised. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 1_000;
/** How far back an org's history is read, newest first: others may be at work in it. */
const PAGES_MAX = 10;

/** The connection's history has every event of the story, and the org's has the same ones. */
export async function journalHolds(
  narrator: Narrator,
  admin: ApiClient,
  connectionId: string,
  types: string[],
): Promise<void> {
  narrator.chapter("What is on record");
  let entries: HistoryEntry[] = [];
  await narrator.step("the journal has every event, for the connection and for the org", async () => {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
      entries = (await page(admin, `/v1/connections/${connectionId}/history?limit=100`)).items;
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

async function orgHas(admin: ApiClient, entries: HistoryEntry[]): Promise<boolean> {
  const wanted = new Set(entries.map((entry) => entry.eventId));
  let cursor: string | null = "";
  for (let read = 0; read < PAGES_MAX && cursor !== null && wanted.size > 0; read++) {
    const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const history = await page(admin, `/v1/history?limit=100${more}`);
    for (const entry of history.items) wanted.delete(entry.eventId);
    cursor = history.cursor;
  }
  return wanted.size === 0;
}

async function page(
  admin: ApiClient,
  path: string,
): Promise<{ items: HistoryEntry[]; cursor: string | null }> {
  return expectReply(await admin.send("GET", path), 200);
}
