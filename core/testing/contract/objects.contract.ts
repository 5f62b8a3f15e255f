import { describe, expect, test } from "vitest";
import type { ObjectFolder, Objects } from "../../operator/objects.ts";

interface Opened {
  objects: Objects;
  region: string;
  bucket: string;
  put(key: string): Promise<void>;
}

let made = 0;

/** What every adapter of Objects has to do, as far as a bucket without former versions shows it. */
export function describeObjects(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    const keysOf = async ({ objects }: Opened, folder: ObjectFolder) => {
      const keys: string[] = [];
      let after: string | undefined;
      do {
        const page = await objects.versions(folder, after);
        keys.push(...page.items.map(({ key }) => key));
        after = page.next;
      } while (after !== undefined);
      return keys;
    };

    test("lists and deletes what lies in a folder, and nothing of one whose name begins alike", async () => {
      const opened = await open();
      const { objects, region, bucket, put } = opened;
      const name = `folder-${++made}`;
      const folder = { region, bucket, folder: `${name}/` as const };
      const inside = [`${name}/`, `${name}/a b+c&d<é>.csv`, `${name}/sub/x`, `${name}/z'"%2F.csv`];
      inside.push(`${name}/bell-\u0007`, `${name}/tab-\t`, `${name}/none-\uffff`);
      const outside = [`${name}-2/a`, `${name}`, `folder/${name}/a`];
      for (const key of [...inside, ...outside]) await put(key);
      expect((await keysOf(opened, folder)).toSorted()).toEqual(inside.toSorted());
      const { items } = await objects.versions(folder);
      expect(await objects.deleteVersions(folder, items)).toBe(0);
      expect(await objects.deleteVersions(folder, items)).toBe(0);
      for (const key of inside.filter((one) => !items.some((item) => item.key === one))) {
        expect(await keysOf(opened, folder)).toContain(key);
      }
      let { items: rest } = await objects.versions(folder);
      for (let pass = 0; rest.length > 0 && pass < 20; pass++) {
        await objects.deleteVersions(folder, rest);
        rest = (await objects.versions(folder)).items;
      }
      expect(await keysOf(opened, folder)).toEqual([]);
      expect(await keysOf(opened, { ...folder, folder: `${name}-2/` })).toEqual([`${name}-2/a`]);
      expect(await objects.uploads(folder)).toEqual({ items: [] });
    });
  });
}
