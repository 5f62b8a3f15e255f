import { expect, test } from "vitest";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import type { ConnectionStatus } from "./connection-view.ts";
import { listConnections } from "./list-connections.ts";

async function aGrid() {
  const { ports } = memoryWorld();
  const current = { accessKeyId: "AKIACURRENT000001", state: "active" as const, createdAt: SAMPLE_TIME };
  const all = Array.from({ length: 30 }, (_, n) => {
    const isKeyed = n % 3 === 0;
    return aConnection("acme", { ...(isKeyed && { current }), ...(n % 5 === 0 && { state: "deleted" }) });
  });
  for (const one of [...all, aConnection("globex")]) await ports.connections.insert(one);
  const ids = (wanted: (one: (typeof all)[number]) => boolean) =>
    all
      .filter((one) => one.state !== "deleted" && wanted(one))
      .map((one) => one.connectionId)
      .sort();
  const pages = async (limit: number, status?: ConnectionStatus) => {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const request = { limit, ...(status && { status }), ...(cursor && { cursor }) };
      const page: Awaited<ReturnType<typeof listConnections>> = await listConnections(ports, "acme", request);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items.map((view) => view.connectionId));
      cursor = page.cursor;
    } while (cursor);
    return found;
  };
  return { ids, pages };
}

test.each([1, 4, 100])(
  "pages of %i show every connection of the org once, and no tombstone",
  async (limit) => {
    const { ids, pages } = await aGrid();
    expect(await pages(limit)).toEqual(ids(() => true));
  },
);

test.each([1, 4, 100])("pages of %i show those of one status only", async (limit) => {
  const { ids, pages } = await aGrid();
  expect(await pages(limit, "not_configured")).toEqual(ids((one) => !one.current));
  expect(await pages(limit, "active")).toEqual(ids((one) => Boolean(one.current)));
  expect(await pages(limit, "disabled")).toEqual([]);
});
