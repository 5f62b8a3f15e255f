import { describe, expect, test } from "vitest";
import { type Instant, plus } from "../../clock.ts";
import type { Patch, Versioned } from "../../record/patch.ts";
import { PatchRefused } from "../../record/patch.ts";
import { anOrg } from "../sample-records.ts";

interface Record extends Versioned {
  createdOn: Instant;
  updatedBy: string;
}

/** One kind of record, whatever its id is called. */
export interface RecordsUnderTest<Item extends Record> {
  sample(org: string, change?: Partial<Record>): Item;
  idOf(item: Item): string;
  /** A reference to the record with the same id in another org. */
  inOrg(item: Item, org: string): Item;
  find(item: Item): Promise<Item | undefined>;
  insert(item: Item): Promise<boolean>;
  update(item: Item, patch: Patch<Item>): Promise<Item>;
  page(org: string, limit: number, after?: string): Promise<Item[]>;
  erase(item: Item, version: number): Promise<unknown>;
}

const rename = (updatedBy: string) => ({ updatedBy }) as Partial<never>;

/** What holds for records of every kind. */
export function describeRecords<Item extends Record>(open: () => Promise<RecordsUnderTest<Item>>): void {
  describe("any record", () => {
    test("is unknown before it was inserted", async () => {
      const records = await open();
      expect(await records.find(records.sample(anOrg()))).toBeUndefined();
    });

    test("is inserted once: a second insert says no and changes nothing", async () => {
      const records = await open();
      const first = records.sample(anOrg());
      expect(await records.insert(first)).toBe(true);
      expect(await records.insert({ ...first, updatedBy: "Somebody Else" })).toBe(false);
      expect(await records.find(first)).toEqual(first);
    });

    test("of one org is not found, changed, listed or erased through another", async () => {
      const records = await open();
      const ours = records.sample(anOrg());
      await records.insert(ours);
      const theirs = records.inOrg(ours, anOrg());
      expect(await records.find(theirs)).toBeUndefined();
      await expect(records.update(theirs, { when: [] })).rejects.toBeInstanceOf(PatchRefused);
      await records.erase(theirs, ours.version);
      expect(await records.page((theirs as Item & { org: string }).org, 10)).toEqual([]);
      expect(await records.find(ours)).toEqual(ours);
    });

    test("that is not there refuses every write, and is not made by it", async () => {
      const records = await open();
      const nobody = records.sample(anOrg());
      await expect(records.update(nobody, { when: [], set: rename("x") })).rejects.toBeInstanceOf(
        PatchRefused,
      );
      expect(await records.find(nobody)).toBeUndefined();
    });

    test("goes up by one version with each write, and the write answers what is there then", async () => {
      const records = await open();
      const before = records.sample(anOrg());
      await records.insert(before);
      const answered = await records.update(before, { when: [], set: rename("Grace") });
      expect(answered).toEqual({ ...before, updatedBy: "Grace", version: before.version + 1 });
      expect(await records.find(before)).toEqual(answered);
      await records.update(before, { when: [] });
      expect((await records.find(before))?.version).toBe(before.version + 2);
    });

    test("lets one of several writers through that all saw the same version", async () => {
      const records = await open();
      const seen = records.sample(anOrg());
      await records.insert(seen);
      const when = [{ test: "equals" as const, path: "version", value: seen.version }];
      const writes = ["a", "b", "c", "d"].map((by) => records.update(seen, { when, set: rename(by) }));
      const outcomes = await Promise.allSettled(writes);
      expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
      expect((await records.find(seen))?.version).toBe(seen.version + 1);
    });

    test("is erased only at the version named", async () => {
      const records = await open();
      const item = records.sample(anOrg());
      await records.insert(item);
      await records.erase(item, item.version + 1);
      expect(await records.find(item)).toEqual(item);
      await records.erase(item, item.version);
      expect(await records.find(item)).toBeUndefined();
      await records.erase(item, item.version); // gone already: no error
    });

    test("is not erased by somebody who saw another, which had its id and its version before", async () => {
      const records = await open();
      const seen = records.sample(anOrg());
      const later = { ...seen, createdOn: plus(seen.createdOn, 1) };
      await records.insert(later);
      await records.erase(seen, later.version);
      expect(await records.find(seen)).toEqual(later);
    });

    test("is paged in the order of the ids, after the one named and without it", async () => {
      const records = await open();
      const org = anOrg();
      const items = Array.from({ length: 5 }, () => records.sample(org));
      for (const item of items) await records.insert(item);
      await records.insert(records.sample(anOrg()));
      const sorted = items.map(records.idOf).sort();
      const ids = async (limit: number, after?: string) =>
        (await records.page(org, limit, after)).map(records.idOf);
      expect(await ids(10)).toEqual(sorted);
      expect(await ids(2)).toEqual(sorted.slice(0, 2));
      expect(await ids(2, sorted[1])).toEqual(sorted.slice(2, 4));
      expect(await ids(5, sorted[4])).toEqual([]);
      expect(await ids(5, sorted[0]?.slice(0, -1))).toEqual(sorted); // a place nothing lies at
    });
  });
}
