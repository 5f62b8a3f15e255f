import { describe, expect, test } from "vitest";
import type { Connections } from "../../connection/connections.ts";
import type { Journal } from "../../journal/journal.ts";
import type { ItemKey } from "../../journal/outboxes.ts";
import type { Mails } from "../../notice/mails.ts";
import type { Notices } from "../../notice/notice.ts";
import type { KeysPage, OrgItems, OrgPart, TellingPart } from "../../operator/org-items.ts";
import type { Pipelines } from "../../pipeline/pipelines.ts";
import type { Services } from "../../service/services.ts";
import { aMail, aNotice } from "../sample-notices.ts";
import { aConnection, aKeyCreated, anOrg, aPipeline, aService, aServiceDeleted } from "../sample-records.ts";

interface Opened {
  orgItems: OrgItems;
  connections: Connections;
  services: Services;
  pipelines: Pipelines;
  journal: Journal;
  notices: Notices;
  mails: Mails;
}

const CAUSE = "01900000-0000-7000-8000-000000000001";

/** What every adapter of OrgItems has to do, over the items of the same table. */
export function describeOrgItems(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    async function all(read: (after?: string) => Promise<KeysPage>): Promise<ItemKey[]> {
      const keys: ItemKey[] = [];
      let after: string | undefined;
      do {
        const page = await read(after);
        keys.push(...page.keys);
        after = page.next;
      } while (after);
      return keys;
    }
    const keysOf = (orgItems: OrgItems, org: string, part: OrgPart) =>
      all((after) => orgItems.page(org, part, after));

    /** An org with a service, a connection and so many journal entries. */
    async function anOrgWith(ports: Opened, entries: number): Promise<string> {
      const org = anOrg();
      const [connection, service] = [aConnection(org), aService(org)];
      await ports.connections.insert(connection);
      await ports.services.insert(service);
      for (let n = 0; n < entries; n += 20) {
        const some = Array.from({ length: Math.min(20, entries - n) }, (_, place) => n + place + 1);
        const events = some.map((sequence) =>
          sequence % 3 === 0 ? aServiceDeleted(service, sequence) : aKeyCreated(connection, sequence),
        );
        await Promise.all(events.map((event) => ports.journal.putIfAbsent(event)));
      }
      return org;
    }

    test("names an org's records and its history, and no other org's", async () => {
      const ports = await open();
      const { orgItems } = ports;
      const [org, other] = [await anOrgWith(ports, 7), await anOrgWith(ports, 3)];
      expect(await keysOf(orgItems, org, "records")).toHaveLength(2);
      expect(await keysOf(orgItems, org, "rest")).toEqual([]);
      await expect.poll(() => keysOf(orgItems, org, "history")).toHaveLength(7);
      await expect.poll(() => keysOf(orgItems, other, "history")).toHaveLength(3);
      expect(await keysOf(orgItems, anOrg(), "history")).toEqual([]);
    });

    test("names pipelines as the rest, and erases them", async () => {
      const ports = await open();
      const { orgItems, pipelines } = ports;
      const [org, other] = [await anOrgWith(ports, 0), await anOrgWith(ports, 0)];
      for (const of of [org, org, other]) await pipelines.insert(aPipeline(of));
      const keys = await keysOf(orgItems, org, "rest");
      expect(keys).toHaveLength(2);
      expect(await keysOf(orgItems, org, "records")).toHaveLength(2);
      await orgItems.erase(keys);
      expect(await pipelines.page(org, 9)).toEqual([]);
      expect(await pipelines.page(other, 9)).toHaveLength(1);
    });

    test("names notices and mails apart from the records, and erases them", async () => {
      const ports = await open();
      const { orgItems, notices, mails } = ports;
      const [org, other] = [await anOrgWith(ports, 0), await anOrgWith(ports, 0)];
      for (const of of [org, other]) {
        await notices.insert(aNotice(of, CAUSE, "nightly"));
        await mails.insert(aMail(of, CAUSE));
      }
      expect(await keysOf(orgItems, org, "rest")).toEqual([]);
      expect(await keysOf(orgItems, org, "records")).toHaveLength(2);
      const keys = await keysOf(orgItems, org, "notices");
      expect(keys).toHaveLength(2);
      await orgItems.erase(keys);
      expect(await keysOf(orgItems, org, "notices")).toEqual([]);
      expect(await keysOf(orgItems, other, "notices")).toHaveLength(2);
    });

    test("names those that have events to deliver, in each part", async () => {
      const ports = await open();
      const { orgItems, connections, notices } = ports;
      const org = await anOrgWith(ports, 0);
      const telling = (part: TellingPart) => all((after) => orgItems.undelivered(org, part, after));
      expect(await telling("records")).toEqual([]);
      const connection = aConnection(org);
      await connections.insert({ ...connection, outbox: [aKeyCreated(connection, 1)], sequence: 1 });
      await notices.insert(aNotice(org, CAUSE, "nightly"));
      await notices.insert({ ...aNotice(org, CAUSE, "weekly"), outbox: [] });
      expect((await telling("records")).map(({ sk }) => sk)).toEqual([
        expect.stringContaining(connection.connectionId),
      ]);
      expect((await telling("notices")).map(({ sk }) => sk)).toEqual([expect.stringContaining("nightly")]);
      expect(await telling("rest")).toEqual([]);
    });

    test("erases what it is told, once or twice, and leaves the rest", async () => {
      const ports = await open();
      const { orgItems, journal, connections } = ports;
      const [org, other] = [await anOrgWith(ports, 300), await anOrgWith(ports, 3)];
      await expect.poll(() => keysOf(orgItems, org, "history")).toHaveLength(300);
      const keys = await keysOf(orgItems, org, "history");
      await orgItems.erase(keys);
      await orgItems.erase(keys);
      await orgItems.erase([]);
      await expect.poll(() => keysOf(orgItems, org, "history")).toEqual([]);
      expect(await journal.ofOrg(org, { limit: 9 })).toEqual([]);
      expect(await journal.ofOrg(other, { limit: 9 })).toHaveLength(3);
      expect(await connections.page(org, 9)).toHaveLength(1);
    });
  });
}
