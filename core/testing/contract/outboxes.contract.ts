import { describe, expect, test } from "vitest";
import { Instant } from "../../clock.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import type { KeyturnEvent } from "../../journal/event.ts";
import type { ItemKey, Outboxes } from "../../journal/outboxes.ts";
import { SHARDS } from "../../record/shards.ts";
import type { Services } from "../../service/services.ts";
import { aConnection, aKeyCreated, anOrg, aService, aServiceDeleted } from "../sample-records.ts";

interface Opened {
  outboxes: Outboxes;
  connections: Connections;
  services: Services;
}

const idOf = (event: KeyturnEvent | undefined) => event?.metadata.eventId ?? "";

/** What every adapter of Outboxes has to do, over the records of the same table. */
export function describeOutboxes(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    /** The record's key, if the index names it; in any shard, on any page. */
    async function nomination(outboxes: Outboxes, id: string): Promise<ItemKey | undefined> {
      for (let shard = 0; shard < SHARDS; shard++) {
        let after: string | undefined;
        do {
          const page = await outboxes.nominated(shard, after);
          const found = page.items.find((item) => item.sk.includes(id));
          if (found) return found;
          after = page.next;
        } while (after);
      }
      return undefined;
    }

    async function withEvents(count: number) {
      const ports = await open();
      const plain = aConnection(anOrg());
      const events = Array.from({ length: count }, (_, n) => aKeyCreated(plain, n + 1));
      const connection = { ...plain, outbox: events, sequence: count };
      await ports.connections.insert(connection);
      const isNominated = async () => Boolean(await nomination(ports.outboxes, connection.connectionId));
      await expect.poll(isNominated).toBe(true);
      const key = (await nomination(ports.outboxes, connection.connectionId)) as ItemKey;
      return { ...ports, connection, events, key, isNominated };
    }

    const recordOf = async (ports: { connections: Connections }, connection: Connection) =>
      (await ports.connections.find(connection)) as Connection;

    test("does not nominate a record without events", async () => {
      const { outboxes, connections } = await open();
      const quiet = aConnection(anOrg());
      await connections.insert(quiet);
      expect(await nomination(outboxes, quiet.connectionId)).toBeUndefined();
    });

    test("nominates a record inserted with events and reads them, oldest first", async () => {
      const { outboxes, key, events } = await withEvents(3);
      expect(await outboxes.read(key)).toEqual(events);
    });

    test("reads several at once, in the order of the keys, empty where there is nothing", async () => {
      const { outboxes, connections, key, events } = await withEvents(2);
      const other = aConnection(anOrg());
      const otherEvents = [aKeyCreated(other, 1)];
      await connections.insert({ ...other, outbox: otherEvents, sequence: 1 });
      await expect.poll(() => nomination(outboxes, other.connectionId)).toBeDefined();
      const otherKey = (await nomination(outboxes, other.connectionId)) as ItemKey;
      const gone = { ...key, sk: `${key.sk}-gone` };
      expect(await outboxes.readAll([otherKey, gone, key])).toEqual([otherEvents, [], events]);
      expect(await outboxes.readAll([])).toEqual([]);
    });

    test("nominates a record whose write appends events, a service as well as a connection", async () => {
      const { outboxes, connections, services } = await open();
      const connection = aConnection(anOrg());
      const service = aService(connection.org);
      await connections.insert(connection);
      await services.insert(service);
      await connections.update(connection, { when: [], append: { outbox: [aKeyCreated(connection, 1)] } });
      const deleted = aServiceDeleted(service, 1);
      await services.update(service, { when: [], append: { outbox: [deleted] } });
      await expect.poll(() => nomination(outboxes, connection.connectionId)).toBeDefined();
      await expect.poll(() => nomination(outboxes, service.serviceId)).toBeDefined();
      const key = (await nomination(outboxes, service.serviceId)) as ItemKey;
      expect(await outboxes.read(key)).toEqual([deleted]);
    });

    test("reads nothing of a record that is gone", async () => {
      const { outboxes, connections, connection, key } = await withEvents(1);
      await connections.erase(connection, connection.version);
      expect(await outboxes.read(key)).toEqual([]);
      await outboxes.trim(key, idOf(connection.outbox[0]), 1); // no error, and no record made by it
      expect(await connections.find(connection)).toBeUndefined();
    });

    test("says since when the record that has waited longest has waited", async () => {
      const { outboxes, connection } = await withEvents(1);
      const pages = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) => outboxes.nominated(shard)),
      );
      const page = pages.find(({ items }) => items.some((item) => item.sk.includes(connection.connectionId)));
      expect(Instant.safeParse(page?.since).success).toBe(true);
      for (const { items, since } of pages) expect(since !== undefined).toBe(items.length > 0);
    });

    test("trims the first events and keeps the record nominated for the rest", async () => {
      const { outboxes, key, events, isNominated } = await withEvents(3);
      await outboxes.trim(key, idOf(events[0]), 2);
      expect(await outboxes.read(key)).toEqual(events.slice(2));
      expect(await isNominated()).toBe(true);
    });

    test("no longer nominates a record once all is trimmed, and nominates it anew with the next event", async () => {
      const { outboxes, connections, connection, key, events, isNominated } = await withEvents(2);
      await outboxes.trim(key, idOf(events[0]), 2);
      expect(await outboxes.read(key)).toEqual([]);
      await expect.poll(isNominated).toBe(false);
      await connections.update(connection, { when: [], append: { outbox: [aKeyCreated(connection, 3)] } });
      await expect.poll(isNominated).toBe(true);
    });

    test("trims nothing when another event is the first by now", async () => {
      const { outboxes, key, events, isNominated } = await withEvents(3);
      await outboxes.trim(key, idOf(events[0]), 1);
      await outboxes.trim(key, idOf(events[0]), 1); // a second relay, or a retry after a lost reply
      expect(await outboxes.read(key)).toEqual(events.slice(1));
      await outboxes.trim(key, idOf(events[2]), 1);
      expect(await outboxes.read(key)).toEqual(events.slice(1));
      expect(await isNominated()).toBe(true);
    });

    test("keeps an event that was appended between the reading and the trimming", async () => {
      const { outboxes, connections, connection, key, events, isNominated } = await withEvents(2);
      const late = aKeyCreated(connection, 3);
      await connections.update(connection, { when: [], append: { outbox: [late] } });
      await outboxes.trim(key, idOf(events[0]), 2);
      expect(await outboxes.read(key)).toEqual([late]);
      expect(await isNominated()).toBe(true);
    });

    test("leaves version and updatedOn alone", async () => {
      const { outboxes, key, events, ...ports } = await withEvents(2);
      const before = await recordOf(ports, ports.connection);
      await outboxes.trim(key, idOf(events[0]), 1);
      expect(await recordOf(ports, ports.connection)).toEqual({ ...before, outbox: events.slice(1) });
      await outboxes.trim(key, idOf(events[1]), 1);
      expect(await recordOf(ports, ports.connection)).toEqual({ ...before, outbox: [] });
    });

    test("loses nothing when writers append while a relay trims", async () => {
      const { outboxes, connections, connection, key, events } = await withEvents(4);
      const more = [5, 6, 7].map((sequence) => aKeyCreated(connection, sequence));
      const append = (event: KeyturnEvent) =>
        connections.update(connection, { when: [], append: { outbox: [event] } });
      await Promise.all([...more.map(append), outboxes.trim(key, idOf(events[0]), 4)]);
      // A trim may be refused by its condition when others write; it must then have taken nothing.
      const left = (await outboxes.read(key)).map(idOf);
      const wanted = more.map(idOf);
      expect(left.filter((id) => wanted.includes(id)).sort()).toEqual(wanted.sort());
      expect([0, 4]).toContain(left.length - wanted.length);
    });
  });
}
