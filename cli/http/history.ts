import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryEntry, KeyturnClient } from "@keyturn/client";
import { exitCodes, print, printable, UsageFault } from "../output.ts";
import { findConnection } from "./find-connection.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { firstOf, showList } from "./show-list.ts";

/** A page of the journal. An entry that comes late is shown if it belongs among so many that were shown before. */
const PAGE = 100;
const LOOKS_EVERY_MS = 5_000;

export const history = httpCommand({
  usage: `Usage: npm run --silent keyturn -- history [<connection>] [options]

What happened to a connection, or in the whole org, newest first. It outlives what it tells of.

  <connection>         its id (con_…, also of one that is gone), or the name of its data service or of its user
  --limit <n>          so many entries at most (default: 50)
  --follow             then waits for what is new, the newest last, until it is stopped (Ctrl-C)
${commonUsage}

Examples:
  npm run --silent keyturn -- history "Sales data"
  npm run --silent keyturn -- history --limit 100000 --json | jq -r 'select(.type == "KeyRotated") | .by'

With --json an entry a line: {eventId, type, occurredAt, by, data}.
`,
  options: { limit: { type: "string", default: "50" }, follow: { type: "boolean" } },
  words: [0, 1],
  async run({ limit, follow, json }, [named], { client }) {
    if (!/^\d{1,9}$/.test(limit)) throw new UsageFault("--limit is a number.");
    const entries = await reader(client, named);
    if (follow) return tail(entries, Number(limit), json);
    await showList(firstOf(entries(), Number(limit)), json, {
      WHEN: ({ occurredAt }) => occurredAt,
      WHAT: ({ type }) => type,
      "BY WHOM": ({ by }) => by,
      "OF WHAT": about,
    });
    return exitCodes.done;
  },
});

async function reader(client: KeyturnClient, named: string | undefined) {
  const query = { limit: PAGE };
  if (named === undefined) return () => client.each("/v1/history", { params: { query } });
  const isId = /^con_[0-9a-f]{32}$/.test(named);
  const connectionId = isId ? named : (await findConnection(client, named)).connectionId;
  const params = { path: { connectionId }, query };
  return () => client.each("/v1/connections/{connectionId}/history", { params });
}

async function tail(
  entries: () => AsyncIterable<HistoryEntry>,
  limit: number,
  json?: boolean,
): Promise<never> {
  let read = await readBackTo(new Set(), firstOf(entries(), Math.max(limit, PAGE)));
  let fresh = read.slice(0, limit);
  for (;;) {
    for (const entry of fresh.toReversed()) print(json ? JSON.stringify(entry) : lineOf(entry));
    await sleep(LOOKS_EVERY_MS);
    const known = new Set(read.map(({ eventId }) => eventId));
    read = await readBackTo(known, entries());
    fresh = read.filter(({ eventId }) => !known.has(eventId));
  }
}

/** However many are new, and also those that come into the journal after one that happened later. */
async function readBackTo(
  known: ReadonlySet<string>,
  entries: AsyncIterable<HistoryEntry>,
): Promise<HistoryEntry[]> {
  const read: HistoryEntry[] = [];
  let knownAgain = 0;
  for await (const entry of entries) {
    read.push(entry);
    if (known.has(entry.eventId) && ++knownAgain === PAGE) break;
  }
  return read;
}

function lineOf(entry: HistoryEntry): string {
  return printable([entry.occurredAt, entry.type, `by ${entry.by}`, about(entry)].join("  "));
}

function about({ data }: HistoryEntry): string {
  const { serviceName, connectionId, serviceId } = data as Record<string, string | undefined>;
  return [serviceName, connectionId ?? serviceId].filter(Boolean).join("  ");
}
