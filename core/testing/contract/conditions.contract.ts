import { describe, expect, test } from "vitest";
import { plus } from "../../clock.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import {
  absent,
  anyOf,
  atMost,
  type Condition,
  equals,
  fewerThan,
  PatchRefused,
} from "../../record/patch.ts";
import { aConnection, anEntry, anOrg, SAMPLE_TIME } from "../sample-records.ts";

const KEY_HASH = `k${"0123456789abcdef".repeat(4)}`;
const times = (count: number) => Array.from({ length: count }, (_, n) => plus(SAMPLE_TIME, n * 1_000));
const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, anEntry()]));
const current = { accessKeyId: "AKIACURRENT000001", state: "active" as const, createdAt: SAMPLE_TIME };
const remembered = { idempotency: { [KEY_HASH]: anEntry({ expiresAt: SAMPLE_TIME }) } };
const expiry = `idempotency.${KEY_HASH}.expiresAt`;

type Row = [title: string, record: Partial<Connection>, condition: Condition, holds: boolean];

const rows: Row[] = [
  ["absent: an attribute that is not there", {}, absent("operation"), true],
  ["absent: one that is", { current }, absent("current"), false],
  ["absent: an empty list is there", {}, absent("windows"), false],
  ["absent: a field of what is not there", {}, absent("current.accessKeyId"), true],
  ["absent: the sixth of five", { recentOperations: times(5) }, absent("recentOperations.5"), true],
  ["absent: the sixth of six", { recentOperations: times(6) }, absent("recentOperations.5"), false],
  [
    "absent: a map's entry that is not there",
    { idempotency: entries(2) },
    absent(`idempotency.${KEY_HASH}`),
    true,
  ],
  ["absent: a map's entry that is", remembered, absent(`idempotency.${KEY_HASH}`), false],
  ["equals: the same text", { state: "ready" }, equals("state", "ready"), true],
  ["equals: another text", { state: "ready" }, equals("state", "creating"), false],
  ["equals: the same number", { sequence: 7 }, equals("sequence", 7), true],
  ["equals: a number is not its text", { sequence: 7 }, equals("sequence", "7"), false],
  ["equals: a field", { current }, equals("current.accessKeyId", current.accessKeyId), true],
  ["equals: a field of what is not there", {}, equals("current.accessKeyId", current.accessKeyId), false],
  [
    "at_most: earlier",
    { recentOperations: times(1) },
    atMost("recentOperations.0", plus(SAMPLE_TIME, 1)),
    true,
  ],
  [
    "at_most: the same instant",
    { recentOperations: times(1) },
    atMost("recentOperations.0", SAMPLE_TIME),
    true,
  ],
  [
    "at_most: later",
    { recentOperations: times(1) },
    atMost("recentOperations.0", plus(SAMPLE_TIME, -1)),
    false,
  ],
  ["at_most: what is not there", {}, atMost("recentOperations.0", SAMPLE_TIME), false],
  ["at_most: a number", { sequence: 9 }, atMost("sequence", 9), true],
  ["at_most: a number as such, not as text", { sequence: 10 }, atMost("sequence", 9), false],
  ["at_most: a remembered request, at its expiry", remembered, atMost(expiry, SAMPLE_TIME), true],
  ["at_most: a remembered request, just before", remembered, atMost(expiry, plus(SAMPLE_TIME, -1)), false],
  ["fewer_than: an empty list", {}, fewerThan("windows", 1), true],
  ["fewer_than: none can be fewer than none", {}, fewerThan("windows", 0), false],
  ["fewer_than: one less, of a list", { recentOperations: times(5) }, fewerThan("recentOperations", 6), true],
  ["fewer_than: as many, of a list", { recentOperations: times(6) }, fewerThan("recentOperations", 6), false],
  ["fewer_than: an empty map", {}, fewerThan("idempotency", 1), true],
  ["fewer_than: one less, of a map", { idempotency: entries(19) }, fewerThan("idempotency", 20), true],
  ["fewer_than: as many, of a map", { idempotency: entries(20) }, fewerThan("idempotency", 20), false],
  ["fewer_than: what is not there", {}, fewerThan("current", 9), false],
  ["any: the first holds", {}, anyOf(absent("current"), equals("state", "deleted")), true],
  ["any: the last holds", {}, anyOf(equals("state", "deleted"), absent("current")), true],
  ["any: none holds", { current }, anyOf(absent("current"), equals("state", "deleted")), false],
];

/** Each kind of condition, at its edges. */
export function describeConditions(open: () => Promise<{ connections: Connections }>): void {
  describe("a condition on a write", () => {
    test.each(rows)("%s", async (_, record, condition, holds) => {
      const { connections } = await open();
      const before = aConnection(anOrg(), record);
      await connections.insert(before);
      const write = connections.update(before, { when: [condition], set: { serviceName: "changed" } });
      if (holds) {
        expect((await write).serviceName).toBe("changed");
      } else {
        await expect(write).rejects.toBeInstanceOf(PatchRefused);
        expect(await connections.find(before)).toEqual(before);
      }
    });

    test("is one of several that must all hold", async () => {
      const { connections } = await open();
      const before = aConnection(anOrg());
      await connections.insert(before);
      const when = [
        absent("operation"),
        equals("state", "ready"),
        fewerThan("outbox", 47),
        equals("version", 2),
      ];
      await expect(
        connections.update(before, { when, set: { serviceName: "changed" } }),
      ).rejects.toBeInstanceOf(PatchRefused);
      const after = await connections.update(before, {
        when: when.slice(0, 3),
        set: { serviceName: "changed" },
      });
      expect(after.serviceName).toBe("changed");
    });
  });
}
