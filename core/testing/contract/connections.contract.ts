import { describe, expect, test } from "vitest";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import { equals, PatchRefused } from "../../record/patch.ts";
import { aConnection, aFullConnection, aKeyCreated, anOrg } from "../sample-records.ts";
import { describeConditions } from "./conditions.contract.ts";
import { describeRecords } from "./records.contract.ts";

/** What every adapter of Connections has to do. `open` may give the same table each time. */
export function describeConnections(name: string, open: () => Promise<{ connections: Connections }>): void {
  describe(name, () => {
    describeRecords<Connection>(async () => {
      const { connections } = await open();
      return {
        ...connections,
        sample: aConnection,
        idOf: (connection) => connection.connectionId,
        inOrg: (connection, org) => ({ ...connection, org }),
      };
    });
    describeConditions(open);

    async function stored(connection: Connection) {
      const { connections } = await open();
      await connections.insert(connection);
      return connections;
    }

    test("gives back every field as it was written", async () => {
      const full = aFullConnection(anOrg());
      const connections = await stored(full);
      expect(await connections.find(full)).toEqual(full);
      expect(await connections.findMany(full.org, [full.connectionId])).toEqual([full]);
      expect(await connections.page(full.org, 1)).toEqual([full]);
    });

    test("sets, removes and appends in one write and leaves the rest", async () => {
      const full = aFullConnection(anOrg());
      const connections = await stored(full);
      const event = aKeyCreated(full, 2);
      const after = await connections.update(full, {
        when: [equals("operation.id", "operation-1")],
        set: { sequence: 2, windows: [], idempotency: {} },
        remove: ["operation", "retiring", "nextActionAt"],
        append: { outbox: [event], deletedKeys: ["AKIADELETED000002"] },
      });
      const { operation: _, retiring: __, nextActionAt: ___, ...rest } = full;
      expect(after).toEqual({
        ...rest,
        ...{ sequence: 2, windows: [], idempotency: {}, version: full.version + 1 },
        outbox: [...full.outbox, event],
        deletedKeys: ["AKIADELETED000001", "AKIADELETED000002"],
      });
      expect(await connections.find(full)).toEqual(after);
    });

    test("writes the same without answering the record, and is refused alike", async () => {
      const plain = aConnection(anOrg());
      const connections = await stored(plain);
      const patch = { when: [equals("version", plain.version)], set: { sequence: 1 } };
      expect(await connections.write(plain, patch)).toBeUndefined();
      const after = { ...plain, sequence: 1, version: plain.version + 1 };
      expect(await connections.find(plain)).toEqual(after);
      await expect(connections.write(plain, patch)).rejects.toThrow(PatchRefused);
      expect(await connections.find(plain)).toEqual(after);
    });

    test("appends nothing, and removes what is not there, without complaint", async () => {
      const plain = aConnection(anOrg());
      const connections = await stored(plain);
      const after = await connections.update(plain, {
        when: [],
        remove: ["current", "nextActionAt"],
        append: { outbox: [], recentOperations: [] },
      });
      expect(after).toEqual({ ...plain, version: plain.version + 1 });
    });

    test("keeps the appends of all writers that come at once", async () => {
      const plain = aConnection(anOrg());
      const connections = await stored(plain);
      const events = [1, 2, 3, 4, 5].map((sequence) => aKeyCreated(plain, sequence));
      const append = (event: (typeof events)[number]) =>
        connections.update(plain, { when: [], append: { outbox: [event] } });
      await Promise.all(events.map(append));
      const ids = (await connections.find(plain))?.outbox.map((event) => event.metadata.eventId);
      expect(ids?.sort()).toEqual(events.map((event) => event.metadata.eventId).sort());
    });

    test("finds many in the order asked for, leaving out what does not exist", async () => {
      const org = anOrg();
      const { connections } = await open();
      const all = Array.from({ length: 105 }, () => aConnection(org));
      await Promise.all(all.map((connection) => connections.insert(connection)));
      const ids = all.map((connection) => connection.connectionId);
      const asked = [...ids.slice(0, 40), aConnection(org).connectionId, ...ids.slice(40)];
      const found = await connections.findMany(org, asked);
      expect(found.map((connection) => connection.connectionId)).toEqual(ids);
      expect(await connections.findMany(org, [])).toEqual([]);
      expect(await connections.findMany(anOrg(), ids.slice(0, 2))).toEqual([]);
    });

    test("finds those of several orgs in the order asked for, leaving out what does not exist", async () => {
      const { connections } = await open();
      const all = Array.from({ length: 105 }, () => aConnection(anOrg()));
      await Promise.all(all.map((connection) => connections.insert(connection)));
      const [first, second] = all as [Connection, Connection];
      const asked = [...all, aConnection(first.org), { ...first, connectionId: second.connectionId }];
      expect(await connections.findAcross(asked.toReversed())).toEqual(all.toReversed());
      expect(await connections.findAcross([])).toEqual([]);
    });
  });
}
