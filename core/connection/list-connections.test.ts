import { describe, expect, test } from "vitest";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aService, SAMPLE_TIME } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import type { ConnectionStatus } from "./connection-view.ts";
import { listConnections, listServiceConnections } from "./list-connections.ts";

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
  return { ports, ids, pages };
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

test("a cursor leads on in the list that gave it out, and in no other", async () => {
  const { ports } = await aGrid();
  const { cursor } = await listConnections(ports, "acme", { limit: 1, status: "active" });
  const go = (org: string, status?: ConnectionStatus) =>
    codeOf(listConnections(ports, org, { limit: 1, ...(status && { status }), ...(cursor && { cursor }) }));
  expect(await go("acme", "active")).toBe("answered");
  expect(await go("acme", "not_configured")).toBe("invalid_cursor");
  expect(await go("acme")).toBe("invalid_cursor");
  expect(await go("globex", "active")).toBe("invalid_cursor");
});

describe("the connections of one data service", () => {
  async function ofService() {
    const { ports } = memoryWorld();
    const all = Array.from({ length: 5 }, (_, n) =>
      aConnection("acme", n === 2 ? { state: "deleted" } : { state: n ? "ready" : "creating" }),
    );
    const [service, empty] = [
      aService("acme", { connectionIds: all.map((one) => one.connectionId).reverse() }),
      aService("acme"),
    ];
    for (const one of [...all, aConnection("acme")]) await ports.connections.insert(one);
    for (const one of [service, empty]) await ports.services.insert(one);
    const live = all.filter((one) => one.state !== "deleted").map((one) => one.connectionId);
    return { ports, service, empty, ids: live.sort() };
  }

  test.each([1, 3, 4])("are shown once each, in the order of their ids, in pages of %i", async (limit) => {
    const { ports, service, ids } = await ofService();
    const found: string[][] = [];
    let cursor: string | null = null;
    do {
      const request = { limit, ...(cursor && { cursor }) };
      const page = listServiceConnections(ports, "acme", service.serviceId, request);
      found.push((await page).items.map((view) => view.connectionId));
      cursor = (await page).cursor;
    } while (cursor && found.length < 9);
    expect(found.flat()).toEqual(ids);
    expect(found).toHaveLength(Math.ceil(ids.length / limit));
  });

  test("are no other service's, and no other org's to see", async () => {
    const { ports, service, empty } = await ofService();
    const list = (org: string, { serviceId }: { serviceId: string }, cursor?: string | null) =>
      listServiceConnections(ports, org, serviceId, { limit: 1, ...(cursor && { cursor }) });
    const { cursor } = await list("acme", service);
    expect(await list("acme", empty)).toEqual({ items: [], cursor: null });
    expect(await codeOf(list("acme", empty, cursor))).toBe("invalid_cursor");
    expect(await codeOf(list("globex", service))).toBe("not_found");
  });
});
