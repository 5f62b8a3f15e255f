import * as z from "zod";
import { Instant } from "../clock.ts";
import type { Connections } from "../connection/connections.ts";
import { notFound } from "../errors.ts";
import type { Org } from "../org/org.ts";
import { decodeCursor, type Page, type PageRequest, pageOf } from "../page.ts";
import type { KeyturnEvent } from "./event.ts";
import type { Journal, JournalPage } from "./journal.ts";

/** One line of history, as a key manager sees it. */
export const HistoryEntry = z.strictObject({
  eventId: z.string(),
  type: z.string(),
  occurredAt: Instant,
  by: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

interface HistoryPorts {
  journal: Journal;
  connections: Connections;
}

/** What happened in the org, newest first. Throws invalid_cursor. */
export async function orgHistory(
  ports: HistoryPorts,
  org: Org,
  request: PageRequest,
): Promise<Page<HistoryEntry>> {
  return readPage(`history ${org}`, request, (page) => ports.journal.ofOrg(org, page));
}

/** What happened to a connection, newest first, also after it is gone. Throws not_found, invalid_cursor. */
export async function connectionHistory(
  ports: HistoryPorts,
  org: Org,
  connectionId: string,
  request: PageRequest,
): Promise<Page<HistoryEntry>> {
  const list = `history ${org} ${connectionId}`;
  const page = await readPage(list, request, (one) => ports.journal.ofConnection(org, connectionId, one));
  if (page.items.length > 0) return page;
  if (!(await ports.connections.find({ org, connectionId }))) throw notFound("connection");
  return page;
}

async function readPage(
  list: string,
  request: PageRequest,
  read: (page: JournalPage) => Promise<KeyturnEvent[]>,
): Promise<Page<HistoryEntry>> {
  const before = decodeCursor(list, request.cursor);
  const events = await read({ limit: request.limit + 1, ...(before && { before }) });
  const page = pageOf(list, request.limit, events, (event) => event.metadata.eventId);
  return { ...page, items: page.items.map(historyEntry) };
}

function historyEntry({ type, metadata, data }: KeyturnEvent): HistoryEntry {
  const { eventId, occurredAt, by } = metadata;
  return { eventId, type, occurredAt, by, data };
}
