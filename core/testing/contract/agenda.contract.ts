import { describe, expect, test } from "vitest";
import { type Instant, plus } from "../../clock.ts";
import type { Connections } from "../../connection/connections.ts";
import type { Leftovers } from "../../notice/leftover.ts";
import type { Policies } from "../../policy/policies.ts";
import { SHARDS } from "../../record/shards.ts";
import type { Services } from "../../service/services.ts";
import type { Agenda, Due } from "../../sweep/agenda.ts";
import { aLeftover } from "../sample-notices.ts";
import { aConnection, anOrg, aPolicyRecord, aService, SAMPLE_TIME } from "../sample-records.ts";

interface Opened {
  agenda: Agenda;
  connections: Connections;
  services: Services;
  policies: Policies;
  leftovers: Leftovers;
}

/** What every adapter of Agenda has to do, over the records of the same table. */
export function describeAgenda(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    /** What is due of this org, in all shards and on all pages. */
    async function dueOf(agenda: Agenda, org: string, until: Instant): Promise<Due[]> {
      const found: Due[] = [];
      for (let shard = 0; shard < SHARDS; shard++) {
        let after: string | undefined;
        do {
          const page = await agenda.due(shard, until, after);
          found.push(...page.nominations.map(({ due }) => due).filter((due) => due.org === org));
          after = page.next;
        } while (after);
      }
      return found;
    }

    test("names a connection from its next action on, to the millisecond", async () => {
      const { agenda, connections } = await open();
      const connection = aConnection(anOrg(), { nextActionAt: SAMPLE_TIME });
      await connections.insert(connection);
      const { org, connectionId } = connection;
      const named = [{ kind: "connection", org, connectionId }];
      await expect.poll(() => dueOf(agenda, org, SAMPLE_TIME)).toEqual(named);
      expect(await dueOf(agenda, org, plus(SAMPLE_TIME, 60_000))).toEqual(named);
      expect(await dueOf(agenda, org, plus(SAMPLE_TIME, -1))).toEqual([]);
    });

    test("names a service as a service", async () => {
      const { agenda, services } = await open();
      const service = aService(anOrg(), { nextActionAt: SAMPLE_TIME });
      await services.insert(service);
      const { org, serviceId } = service;
      await expect.poll(() => dueOf(agenda, org, SAMPLE_TIME)).toEqual([{ kind: "service", org, serviceId }]);
    });

    test("names a policy by its org", async () => {
      const { agenda, policies } = await open();
      const record = aPolicyRecord(anOrg(), { nextActionAt: SAMPLE_TIME });
      await policies.insert(record);
      const { org } = record;
      await expect.poll(() => dueOf(agenda, org, SAMPLE_TIME)).toEqual([{ kind: "policy", org }]);
    });

    test("names what is left to tell by its event, until it is taken away", async () => {
      const { agenda, leftovers } = await open();
      const leftover = aLeftover(anOrg(), "01900000-0000-7000-8000-000000000001");
      await leftovers.insert(leftover);
      const { org, eventId } = leftover;
      const named = [{ kind: "leftover", org, eventId }];
      await expect.poll(() => dueOf(agenda, org, SAMPLE_TIME)).toEqual(named);
      expect(await dueOf(agenda, org, plus(SAMPLE_TIME, -1))).toEqual([]);
      await leftovers.erase(leftover, 1);
      await expect.poll(() => dueOf(agenda, org, SAMPLE_TIME)).toEqual([]);
    });

    test("leaves out what has nothing to do", async () => {
      const { agenda, connections, services } = await open();
      const org = anOrg();
      await connections.insert(aConnection(org));
      await services.insert(aService(org));
      expect(await dueOf(agenda, org, "9999-12-31T23:59:59.999Z")).toEqual([]);
    });

    test("follows what writes do to the next action: set, moved, taken away, erased", async () => {
      const { agenda, connections } = await open();
      const connection = aConnection(anOrg());
      await connections.insert(connection);
      const count = async (until: Instant) => (await dueOf(agenda, connection.org, until)).length;
      await connections.update(connection, { when: [], set: { nextActionAt: SAMPLE_TIME } });
      await expect.poll(() => count(SAMPLE_TIME)).toBe(1);
      await connections.update(connection, { when: [], set: { nextActionAt: plus(SAMPLE_TIME, 1) } });
      await expect.poll(() => count(SAMPLE_TIME)).toBe(0);
      await expect.poll(() => count(plus(SAMPLE_TIME, 1))).toBe(1);
      await connections.update(connection, { when: [], remove: ["nextActionAt"] });
      await expect.poll(() => count(plus(SAMPLE_TIME, 1))).toBe(0);
      const last = await connections.update(connection, { when: [], set: { nextActionAt: SAMPLE_TIME } });
      await connections.erase(connection, last.version);
      await expect.poll(() => count(SAMPLE_TIME)).toBe(0);
    });

    test("names each of many exactly once", async () => {
      const { agenda, connections } = await open();
      const org = anOrg();
      const all = Array.from({ length: 60 }, (_, n) =>
        aConnection(org, { nextActionAt: plus(SAMPLE_TIME, n * 1_000) }),
      );
      await Promise.all(all.map((connection) => connections.insert(connection)));
      const ids = async (until: Instant) =>
        (await dueOf(agenda, org, until))
          .map((due) => (due.kind === "connection" ? due.connectionId : ""))
          .sort();
      const first = all.slice(0, 31).map((connection) => connection.connectionId);
      await expect.poll(() => ids(plus(SAMPLE_TIME, 30_000))).toEqual(first.sort());
    });

    test("goes on behind a place", async () => {
      const { agenda, connections } = await open();
      const org = anOrg();
      // Of two dozen some share a shard.
      const all = Array.from({ length: 24 }, () => aConnection(org, { nextActionAt: SAMPLE_TIME }));
      await Promise.all(all.map((connection) => connections.insert(connection)));
      for (let shard = 0; shard < SHARDS; shard++) {
        const { nominations } = await agenda.due(shard, SAMPLE_TIME);
        for (const [index, { place }] of nominations.entries()) {
          const behind = await agenda.due(shard, SAMPLE_TIME, place);
          expect(behind.nominations).toEqual(nominations.slice(index + 1));
        }
      }
    });
  });
}
