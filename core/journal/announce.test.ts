import { expect, test } from "vitest";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aKeyCreated } from "../testing/sample-records.ts";
import { announce } from "./announce.ts";

test("each event of a write has a number of its own, behind the record's last", () => {
  const { ports } = memoryWorld();
  const record = { ...aConnection("acme"), sequence: 4 };
  const { type, data } = aKeyCreated(record, 1);
  const actor = { org: "acme", name: "Ada", correlationId: "r-1" };
  const draft = { type, data } as Parameters<typeof announce>[4][number];
  const { set, append } = announce(ports.ids, record, actor, ports.clock.now(), [draft, draft]);
  expect(append.outbox.map(({ metadata }) => metadata.sequence)).toEqual([5, 6]);
  expect(set).toEqual({ sequence: 6 });
  expect(new Set(append.outbox.map(({ metadata }) => metadata.eventId)).size).toBe(2);
});
