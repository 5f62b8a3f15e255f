import { describe, expect, test } from "vitest";
import type { Bus } from "../../journal/bus.ts";
import type { KeyturnEvent } from "../../journal/event.ts";
import { aConnection, aKeyCreated, anOrg } from "../sample-records.ts";

interface Opened {
  bus: Bus;
  /** The events consumers of the bus have got of this org, oldest first. */
  delivered(org: string): Promise<KeyturnEvent[]>;
}

/** What every adapter of Bus has to do. */
export function describeBus(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    test("delivers an event as it is", async () => {
      const { bus, delivered } = await open();
      const event = aKeyCreated(aConnection(anOrg()), 1);
      expect(await bus.publish([event])).toEqual({ failed: [] });
      expect(await delivered(event.metadata.org)).toEqual([event]);
    });

    test("takes ten at once, in their order", async () => {
      const { bus, delivered } = await open();
      const connection = aConnection(anOrg());
      const events = Array.from({ length: 10 }, (_, n) => aKeyCreated(connection, n + 1));
      expect(await bus.publish(events)).toEqual({ failed: [] });
      expect(await delivered(connection.org)).toEqual(events);
    });

    test("delivers an event that is sent again once more, under the same id", async () => {
      const { bus, delivered } = await open();
      const event = aKeyCreated(aConnection(anOrg()), 1);
      await bus.publish([event]);
      await bus.publish([event]);
      expect(await delivered(event.metadata.org)).toEqual([event, event]);
    });
  });
}
