import { describe, expect, test } from "vitest";
import type { Connection } from "../../connection/connection.ts";
import { factsOf } from "../../connection/events.ts";
import type { KeyturnEvent } from "../../journal/event.ts";
import type { Journal } from "../../journal/journal.ts";
import { aConnection, aKeyCreated, anOrg, aService, aServiceDeleted } from "../sample-records.ts";

const ids = (events: KeyturnEvent[]) => events.map((event) => event.metadata.eventId);

/** What every adapter of Journal has to do. An org-wide index may lag a little. */
export function describeJournal(name: string, open: () => Promise<{ journal: Journal }>): void {
  describe(name, () => {
    async function withEntries(connection: Connection, count: number) {
      const { journal } = await open();
      const events = Array.from({ length: count }, (_, n) => aKeyCreated(connection, n + 1));
      for (const event of events) await journal.putIfAbsent(event);
      return { journal, events, newestFirst: ids(events).reverse() };
    }

    test("gives back an entry as it was put", async () => {
      const connection = aConnection(anOrg());
      const { journal, events } = await withEntries(connection, 1);
      expect(await journal.ofConnection(connection.org, connection.connectionId, { limit: 10 })).toEqual(
        events,
      );
      await expect.poll(() => journal.ofOrg(connection.org, { limit: 10 })).toEqual(events);
    });

    test("keeps the first of two entries with the same event id", async () => {
      const connection = aConnection(anOrg());
      const { journal, events } = await withEntries(connection, 1);
      const [first] = events as [KeyturnEvent];
      await journal.putIfAbsent({ ...first, metadata: { ...first.metadata, by: "Somebody Else" } });
      expect(await journal.ofConnection(connection.org, connection.connectionId, { limit: 10 })).toEqual([
        first,
      ]);
    });

    test("pages a connection's history, newest first", async () => {
      const connection = aConnection(anOrg());
      const { journal, newestFirst } = await withEntries(connection, 5);
      const page = async (limit: number, before?: string) =>
        ids(
          await journal.ofConnection(connection.org, connection.connectionId, {
            limit,
            ...(before && { before }),
          }),
        );
      expect(await page(2)).toEqual(newestFirst.slice(0, 2));
      expect(await page(2, newestFirst[1])).toEqual(newestFirst.slice(2, 4));
      expect(await page(2, newestFirst[3])).toEqual(newestFirst.slice(4));
      expect(await page(2, newestFirst[4])).toEqual([]);
    });

    test("pages an org's history across its connections and services, newest first", async () => {
      const org = anOrg();
      const { journal, newestFirst } = await withEntries(aConnection(org), 2);
      const more = [aKeyCreated(aConnection(org), 1), aServiceDeleted(aService(org), 1)];
      for (const event of more) await journal.putIfAbsent(event);
      const all = [...ids(more).reverse(), ...newestFirst];
      const page = async (limit: number, before?: string) =>
        ids(await journal.ofOrg(org, { limit, ...(before && { before }) }));
      await expect.poll(() => page(10)).toEqual(all);
      expect(await page(3)).toEqual(all.slice(0, 3));
      expect(await page(3, all[2])).toEqual(all.slice(3));
    });

    test("counts a service's event that names a connection into that connection's history", async () => {
      const connection = aConnection(anOrg());
      const { journal } = await open();
      const { metadata } = aKeyCreated(connection, 1);
      await journal.putIfAbsent({ type: "ServiceCreated", metadata, data: factsOf(connection) });
      const page = await journal.ofConnection(connection.org, connection.connectionId, { limit: 10 });
      expect(page.map((event) => event.type)).toEqual(["ServiceCreated"]);
    });

    test("shows nothing of another connection, nor of another org", async () => {
      const connection = aConnection(anOrg());
      const { journal } = await withEntries(connection, 1);
      const other = aConnection(connection.org);
      expect(await journal.ofConnection(connection.org, other.connectionId, { limit: 10 })).toEqual([]);
      expect(await journal.ofConnection(anOrg(), connection.connectionId, { limit: 10 })).toEqual([]);
      expect(await journal.ofOrg(anOrg(), { limit: 10 })).toEqual([]);
    });
  });
}
