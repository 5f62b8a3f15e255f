import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, expectReply } from "./http-client.ts";
import type { Narrator } from "./narrator.ts";
import { showHistory } from "./show-history.ts";

const PATIENCE_MS = 10_000;

/** The journal against what was told on the bus: the same events, by their ids. */
export async function compareJournalAndBus(narrator: Narrator, admin: ApiClient): Promise<void> {
  narrator.chapter("What is on record");
  await narrator.step("the journal and the event bus tell the same", async () => {
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      const [journal, bus] = await Promise.all([journalIds(admin), busIds(admin)]);
      if (journal.length > 0 && journal.join() === bus.join()) return `${journal.length} events`;
      if (Date.now() > until) throw new Error(`${journal.length} in the journal, ${bus.length} on the bus`);
      await sleep(200);
    }
  });
  const { items } = expectReply(await admin.send("GET", "/v1/history"), 200);
  showHistory(items);
}

interface Envelope {
  "detail-type": string;
  detail: { metadata: { eventId: string } };
}

async function journalIds(admin: ApiClient): Promise<string[]> {
  const { items } = expectReply(await admin.send("GET", "/v1/history?limit=100"), 200);
  return items.map((entry: { eventId: string }) => entry.eventId).sort();
}

/** But for notices, which are messages and no part of history. */
async function busIds(admin: ApiClient): Promise<string[]> {
  const { events } = expectReply(await admin.send("GET", "/_local/events"), 200);
  const changes = events.filter((event: Envelope) => event["detail-type"] !== "DependentPipelineNotice");
  return [...new Set<string>(changes.map(({ detail }: Envelope) => detail.metadata.eventId))].sort();
}
