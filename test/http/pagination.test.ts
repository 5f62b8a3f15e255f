import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { aConnection } from "../../core/testing/sample-records.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import { type ApiAnswer, addService, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";

const CONNECTIONS = 230;

let laptop: Laptop;
let token: string;
const recorded: Connection[] = [];
beforeAll(async () => {
  laptop = await startLaptop();
  token = await laptop.token("admin", "large");
  const { recordPorts } = await import("../../functions/ports.ts");
  const { connections, clock } = recordPorts();
  const now = clock.now();
  const key = { accessKeyId: "AKIARECORDED00000001", createdAt: plus(now, -3 * DAY_MS) };
  const kinds: Partial<Connection>[] = [
    {},
    { current: { ...key, state: "active" } },
    { current: { ...key, state: "active", createdAt: plus(now, -181 * DAY_MS) } },
    { current: { ...key, state: "inactive" } },
  ];
  for (let i = 0; i < CONNECTIONS; i++) recorded.push(aConnection("large", kinds[i % kinds.length]));
  const insert = asLambda("provision", connections.insert);
  // In turns: a call that waits a second for its answer is given up.
  for (const connection of recorded) await insert(connection);
  const hidden = aConnection("large", { state: "deleted" });
  await Promise.all([hidden, aConnection("larger"), aConnection("LARGE")].map((one) => insert(one)));
});
afterAll(() => laptop.close());

/** Follows the cursors from the first page to the last. */
async function walk(path: string, as = token, between?: (page: ApiAnswer["body"]) => Promise<void>) {
  const pages: ApiAnswer["body"][] = [];
  let cursor = "";
  do {
    const next = cursor && `${path.includes("?") ? "&" : "?"}cursor=${cursor}`;
    const answer = await laptop.call("GET", path + next, { token: as });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual(["cursor", "items"]);
    pages.push(answer.body);
    cursor = answer.body.cursor ?? "";
    if (cursor) await between?.(answer.body);
  } while (cursor);
  return pages;
}

const idsOf = (pages: ApiAnswer["body"][]): string[] =>
  pages.flatMap((page) => page.items.map((item: { connectionId: string }) => item.connectionId));

describe("230 connections", () => {
  const all = () => recorded.map((connection) => connection.connectionId).sort();

  test.each([
    ["", [50, 50, 50, 50, 30]],
    ["?limit=100", [100, 100, 30]],
    ["?limit=46", [46, 46, 46, 46, 46]],
  ])("are each listed once with %j", async (query, sizes) => {
    const pages = await walk(`/v1/connections${query}`);
    expect(pages.map((page) => page.items.length)).toEqual(sizes);
    expect(idsOf(pages)).toEqual(all());
  });

  test("are listed one by one, the last page with no cursor", async () => {
    const pages = await walk("/v1/connections?limit=1");
    expect(pages).toHaveLength(CONNECTIONS);
    expect(idsOf(pages)).toEqual(all());
  });

  test.each(["not_configured", "active", "due", "disabled"])("are filtered: %s", async (status) => {
    const pages = await walk(`/v1/connections?status=${status}&limit=20`);
    const items = pages.flatMap((page) => page.items);
    expect(new Set(items.map((item) => item.status))).toEqual(new Set([status]));
    const kind = ["not_configured", "active", "due", "disabled"].indexOf(status);
    const expected = recorded.filter((_, index) => index % 4 === kind).map((one) => one.connectionId);
    expect(idsOf(pages)).toEqual(expected.sort());
    expect(pages.slice(0, -1).every((page) => page.items.length === 20)).toBe(true);
  });
});

test("what is deleted between two pages shifts nothing", async () => {
  const as = await laptop.token("admin", "shrinking");
  const { service, connection } = await addService(laptop, as);
  const made = [connection];
  for (let i = 0; i < 5; i++) {
    const path = `/v1/services/${service.serviceId}/connections`;
    made.push((await laptop.call("POST", path, { token: as, body: {} })).body);
  }
  made.sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1));
  const doomed = [made[1], made[0], made[3]]; // the one the cursor stands on, one before it, one to come
  const seen = await walk("/v1/connections?limit=2", as, async () => {
    for (const { connectionId, userName } of doomed.splice(0)) {
      const path = `/v1/connections/${connectionId}?confirm=${userName}`;
      expect((await laptop.call("DELETE", path, { token: as })).status).toBe(204);
    }
  });
  const remaining = [0, 1, 2, 4, 5].map((place) => made[place].connectionId);
  expect(idsOf(seen)).toEqual(remaining);
});

test("a service's connections come in pages too", async () => {
  const as = await laptop.token("admin", "one-service");
  const { service, connection } = await addService(laptop, as);
  const path = `/v1/services/${service.serviceId}/connections`;
  const further = [];
  for (let i = 0; i < 4; i++) further.push((await laptop.call("POST", path, { token: as, body: {} })).body);
  const pages = await walk(`${path}?limit=2`, as);
  expect(pages.map((page) => page.items.length)).toEqual([2, 2, 1]);
  expect(idsOf(pages)).toEqual([connection, ...further].map((one) => one.connectionId).sort());
  expect((await walk(path, as)).map((page) => page.items.length)).toEqual([5]);
});

test("services and history come in pages; what happens meanwhile is on none that follows", async () => {
  const as = await laptop.token("admin", "telling");
  const { connection } = await addService(laptop, as, "One");
  await addService(laptop, as, "Two");
  await addService(laptop, as, "Three");
  const services = await walk("/v1/services?limit=2", as);
  expect(services.map((page) => page.items.length)).toEqual([2, 1]);
  await laptop.events(); // the relay has brought everything into the journal
  const entries = [];
  const pages = await walk("/v1/history?limit=2", as, async () => {
    await resetKey(laptop, as, connection.connectionId);
    await laptop.events();
  });
  for (const page of pages) entries.push(...page.items);
  const types = entries.map((entry) => entry.type).sort();
  expect(types).toEqual([...Array(3).fill("ConnectionCreated"), ...Array(3).fill("ServiceCreated")]);
  const times = entries.map((entry) => entry.occurredAt);
  expect(times).toEqual([...times].sort().reverse());
  const own = await walk(`/v1/connections/${connection.connectionId}/history?limit=1`, as);
  expect(own.flatMap((page) => page.items.map((entry: { type: string }) => entry.type))).toEqual([
    "KeyRotated",
    "KeyCreated",
    "ServiceCreated",
    "ConnectionCreated",
  ]);
});
