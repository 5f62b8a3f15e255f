import { setTimeout as sleep } from "node:timers/promises";
import type { KeyturnClient } from "@keyturn/client";
import type { Conveniences } from "./conveniences.ts";
import type { Narrator } from "./narrator.ts";
import { showHistory } from "./show-history.ts";

const PATIENCE_MS = 10_000;

/** The journal against what was told on the bus: the same events, by their ids. */
export async function compareJournalAndBus(
  narrator: Narrator,
  admin: KeyturnClient,
  laptop: Conveniences,
): Promise<void> {
  narrator.chapter("What is on record");
  await narrator.step("the journal and the event bus tell the same", async () => {
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      const [journal, bus] = await Promise.all([journalIds(admin), busIds(laptop)]);
      if (journal.length > 0 && journal.join() === bus.join()) return `${journal.length} events`;
      if (Date.now() > until) throw new Error(`${journal.length} in the journal, ${bus.length} on the bus`);
      await sleep(200);
    }
  });
  const { items } = await admin.GET("/v1/history");
  showHistory(items);
}

async function journalIds(admin: KeyturnClient): Promise<string[]> {
  const { items } = await admin.GET("/v1/history", { params: { query: { limit: 100 } } });
  return items.map(({ eventId }) => eventId).sort();
}

/** But for notices, which are messages and no part of history. */
async function busIds(laptop: Conveniences): Promise<string[]> {
  const events = await laptop.events();
  const changes = events.filter((event) => event["detail-type"] !== "DependentPipelineNotice");
  return [...new Set(changes.map(({ detail }) => detail.metadata.eventId))].sort();
}
