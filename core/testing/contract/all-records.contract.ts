import { describe, expect, test } from "vitest";
import { Instant } from "../../clock.ts";
import type { Connections } from "../../connection/connections.ts";
import type { Journal } from "../../journal/journal.ts";
import type { AllRecords, RecordRef } from "../../operator/all-records.ts";
import type { Pipelines } from "../../pipeline/pipelines.ts";
import type { Policies } from "../../policy/policies.ts";
import type { Services } from "../../service/services.ts";
import { aConnection, aKeyCreated, anOrg, aPipeline, aPolicyRecord, aService } from "../sample-records.ts";

interface Opened {
  allRecords: AllRecords;
  connections: Connections;
  services: Services;
  policies: Policies;
  pipelines: Pipelines;
  journal: Journal;
}

/** What every adapter of AllRecords has to do, over the records of the same table. */
export function describeAllRecords(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    async function recordsOf(allRecords: AllRecords, orgs: string[]): Promise<RecordRef[]> {
      const found: RecordRef[] = [];
      let after: string | undefined;
      do {
        const page = await allRecords.page(after);
        found.push(...page.records.filter((ref) => orgs.includes(ref.org)));
        after = page.next;
      } while (after);
      return found;
    }

    test("names every connection, data service and policy of every org once, and nothing else", async () => {
      const { allRecords, connections, services, policies, pipelines, journal } = await open();
      const orgs = [anOrg(), anOrg()];
      const wanted: RecordRef[] = [];
      for (const org of orgs) {
        await policies.insert(aPolicyRecord(org));
        await pipelines.insert(aPipeline(org));
        wanted.push({ kind: "policy", org });
        for (let n = 0; n < 3; n++) {
          const [connection, service] = [
            aConnection(org),
            aService(org, n === 2 ? { state: "deleted" } : {}),
          ];
          await connections.insert(connection);
          await services.insert(service);
          await journal.putIfAbsent(aKeyCreated(connection, 1));
          const { connectionId } = connection;
          wanted.push({ kind: "connection", org, connectionId });
          wanted.push({ kind: "service", org, serviceId: service.serviceId });
        }
      }
      const found = await recordsOf(allRecords, orgs);
      const inOrder = (refs: RecordRef[]) =>
        refs.map((ref) => JSON.stringify(ref, Object.keys(ref).sort())).sort();
      expect(inOrder(found)).toEqual(inOrder(wanted));
    });

    test("reaches what lies behind hundreds of other items", async () => {
      const { allRecords, connections } = await open();
      const org = anOrg();
      for (let n = 0; n < 300; n += 20) {
        const some = Array.from({ length: 20 }, () => aConnection(org));
        await Promise.all(some.map((connection) => connections.insert(connection)));
      }
      expect(await recordsOf(allRecords, [org])).toHaveLength(300);
      expect((await allRecords.page()).next).toBeDefined();
    });

    test("says when the table was made", async () => {
      const { allRecords } = await open();
      const madeAt = await allRecords.tableMadeAt();
      expect(Instant.parse(madeAt)).toBe(madeAt);
      expect(madeAt <= new Date().toISOString()).toBe(true);
      expect(await allRecords.tableMadeAt()).toBe(madeAt);
    });
  });
}
