import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absent, anyOf, applyPatch, atMost, equals, fewerThan, type Patch, PatchRefused } from "./patch.ts";

interface Item {
  version: number;
  name?: string;
  count: number;
  list: string[];
  map: Record<string, { at: string }>;
}

const item: Item = { version: 3, name: "a", count: 2, list: ["x", "y"], map: { k: { at: "2026" } } };
const items = fc.record<Item>(
  {
    version: fc.nat(),
    name: fc.string(),
    count: fc.integer(),
    list: fc.array(fc.string(), { maxLength: 8 }),
    map: fc.dictionary(fc.stringMatching(/^k[a-z]{1,3}$/), fc.record({ at: fc.string() })),
  },
  { requiredKeys: ["version", "count", "list", "map"] },
);

describe("applying a patch", () => {
  test("sets, removes and appends, and raises the version", () => {
    const patch: Patch<Item> = { when: [], set: { count: 9 }, remove: ["name"], append: { list: ["z"] } };
    expect(applyPatch(item, patch)).toEqual({ version: 4, count: 9, list: ["x", "y", "z"], map: item.map });
  });

  test("raises the version by one and leaves everything else, whatever the item", () => {
    fc.assert(
      fc.property(items, (any) => {
        expect(applyPatch(any, { when: [] })).toEqual({ ...any, version: any.version + 1 });
      }),
    );
  });

  test("never changes the item it is given", () => {
    fc.assert(
      fc.property(items, fc.array(fc.string()), (any, more) => {
        const before = structuredClone(any);
        applyPatch(any, { when: [], set: { count: 1 }, remove: ["name"], append: { list: more } });
        expect(any).toEqual(before);
      }),
    );
  });

  test("appends of two patches one after the other are the append of both", () => {
    fc.assert(
      fc.property(items, fc.array(fc.string()), fc.array(fc.string()), (any, first, second) => {
        const append = (to: Item, list: string[]) => applyPatch(to, { when: [], append: { list } });
        expect(append(append(any, first), second).list).toEqual(append(any, [...first, ...second]).list);
      }),
    );
  });

  test("needs the item to be there", () => {
    expect(() => applyPatch<Item>(undefined, { when: [] })).toThrow(PatchRefused);
  });
});

describe("a condition", () => {
  const holds = (when: Patch<Item>["when"], any: Item = item) => {
    try {
      applyPatch(any, { when });
      return true;
    } catch {
      return false;
    }
  };

  test("absent is the opposite of having a value, at every place of a list", () => {
    fc.assert(
      fc.property(items, fc.nat(10), (any, place) => {
        expect(holds([absent(`list.${place}`)], any)).toBe(place >= any.list.length);
      }),
    );
  });

  test("fewer_than counts what is in a list and in a map", () => {
    fc.assert(
      fc.property(items, fc.nat(10), (any, count) => {
        expect(holds([fewerThan("list", count)], any)).toBe(any.list.length < count);
        expect(holds([fewerThan("map", count)], any)).toBe(Object.keys(any.map).length < count);
      }),
    );
  });

  test("at_most includes the value itself and nothing that is absent", () => {
    expect(holds([atMost("map.k.at", "2026")])).toBe(true);
    expect(holds([atMost("map.k.at", "2025")])).toBe(false);
    expect(holds([atMost("map.other.at", "9")])).toBe(false);
  });

  test("all of them must hold, and any of an any", () => {
    expect(holds([equals("name", "a"), equals("count", 2)])).toBe(true);
    expect(holds([equals("name", "a"), equals("count", 3)])).toBe(false);
    expect(holds([anyOf(equals("name", "b"), equals("count", 2))])).toBe(true);
    expect(holds([anyOf()])).toBe(false);
  });
});
