import { expect, test } from "vitest";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aService } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { listServices } from "./list-services.ts";

/** Of nine data services every third is a tombstone; another org has one of its own. */
async function aList() {
  const { ports } = memoryWorld();
  const all = Array.from({ length: 9 }, (_, n) =>
    aService("acme", n % 3 === 1 ? { state: "deleted" } : { state: n % 3 === 0 ? "ready" : "deleting" }),
  );
  for (const one of [...all, aService("globex")]) await ports.services.insert(one);
  const page = async (limit: number, cursor?: string | null, org = "acme") =>
    listServices(ports, org, { limit, ...(cursor && { cursor }) }, () => true);
  const living = all.filter(({ state }) => state !== "deleted").map(({ serviceId }) => serviceId);
  return { page, ids: living.sort() };
}

test.each([1, 2, 4, 100])(
  "pages of %i show every data service of the org once, in the order of their ids, and no tombstone",
  async (limit) => {
    const { page, ids } = await aList();
    const found: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null && found.length < 9; ) {
      const next = await page(limit, cursor);
      found.push(next.items.map(({ serviceId }) => serviceId));
      cursor = next.cursor;
    }
    expect(found.flat()).toEqual(ids);
    expect(found).toHaveLength(Math.ceil(ids.length / limit));
  },
);

test("a cursor leads on in the list of its own org, and in no other", async () => {
  const { page } = await aList();
  const { cursor } = await page(1);
  expect(await codeOf(page(1, cursor))).toBe("answered");
  expect(await codeOf(page(1, cursor, "globex"))).toBe("invalid_cursor");
});
