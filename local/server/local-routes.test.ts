import { afterAll, expect, test } from "vitest";
import { DAY_MS } from "../../core/clock.ts";
import { addService, startLaptop } from "../../test/support/laptop.ts";
import { rawHttp } from "../../test/support/raw-http.ts";

const laptop = await startLaptop();
afterAll(() => laptop.close());

const { host } = new URL(laptop.url);
const send = (method: string, path: string, body?: unknown, headers = {}) =>
  rawHttp(laptop.url, {
    method,
    path,
    headers: { host, ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
const now = async () => Date.parse(((await send("GET", "/_local/clock")).body as { now: string }).now);

const localRoutes: [method: string, path: string, body?: object][] = [
  ["POST", "/_local/token", { org: "acme", role: "admin" }],
  ["GET", "/_local/clock"],
  ["POST", "/_local/clock", { advanceDays: 300 }],
  ["POST", "/_local/sweep"],
  ["GET", "/_local/events"],
  ["GET", "/_local/mail"],
];

const strangers: [who: string, headers: Record<string, string>][] = [
  ["a page of another site", { origin: "https://evil.example" }],
  ["a page of another local port", { origin: "http://127.0.0.1:1" }],
  ["a page without an origin", { origin: "null" }],
  ["a form or image of another site", { "sec-fetch-site": "cross-site" }],
  ["a page of the same site", { "sec-fetch-site": "same-site" }],
  ["a page whose name leads here", { host: "evil.example" }],
  ["a page whose name begins like this machine's", { host: "localhost.evil.example" }],
  ["a page whose name leads here, and says so", { host: "evil.example", origin: "http://evil.example" }],
];

test.each(strangers)("%s is refused on every local route, and nothing comes of it", async (_, headers) => {
  const before = await now();
  for (const [method, path, body] of localRoutes) {
    const answer = await send(method, path, body, headers);
    expect([answer.status, answer.body]).toEqual([
      403,
      { message: "only for programs and pages of this machine" },
    ]);
  }
  expect((await now()) - before).toBeLessThan(DAY_MS);
});

test.each([
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-origin", origin: `http://${host}` },
  { host: "localhost" },
  { host: "[::1]:3000" },
])("this machine's programs and pages are let in: %j", async (headers) => {
  expect((await send("GET", "/_local/clock", undefined, headers)).status).toBe(200);
});

test("a token says who was asked for, and no cache keeps it", async () => {
  const who = { org: "acme", role: "support", sub: "u-1", name: "Sam" };
  const { status, headers, body } = await send("POST", "/_local/token", who);
  expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
  const me = await laptop.call("GET", "/v1/me", { token: (body as { token: string }).token });
  expect(me.body).toMatchObject({ org: "acme", role: "support", name: "Sam" });
});

test("the clock goes forward by days, and to an instant", async () => {
  const before = await now();
  await send("POST", "/_local/clock", { advanceDays: 1.5 });
  expect(((await now()) - before) / DAY_MS).toBeCloseTo(1.5, 2);
  const { body } = await send("POST", "/_local/clock", { now: "2031-01-01T01:00:00+01:00" });
  expect((body as { now: string }).now).toMatch(/^2031-01-01T00:00:0/);
});

test.each([
  ["advanceDays", { advanceDays: -0.001 }],
  ["now", { now: "2031-01-01T00:00:00.000Z" }],
])("the clock does not go back, and says so of %s", async (field, move) => {
  await send("POST", "/_local/clock", { advanceDays: 2_500 });
  const before = await now();
  const { status, body } = await send("POST", "/_local/clock", move);
  expect(status).toBe(400);
  expect((body as { message: string }).message).toMatch(
    new RegExp(`^${field}: the clock does not go back, and it is \\d{4}-`),
  );
  const passed = (await now()) - before;
  expect(passed).toBeGreaterThanOrEqual(0);
  expect(passed).toBeLessThan(10_000);
});

test("mails are told, of which there are none yet", async () => {
  expect(await send("GET", "/_local/mail")).toMatchObject({ status: 200, body: { messages: [] } });
});

test("events are told from the one asked for on, and a sweep finds none to add", async () => {
  await addService(laptop, await laptop.token());
  const all = (await send("GET", "/_local/events")).body as { events: object[] };
  expect(all.events).toContainEqual(expect.objectContaining({ "detail-type": "ServiceCreated" }));
  expect((await send("POST", "/_local/sweep")).status).toBe(200);
  expect((await send("GET", "/_local/events?since=1")).body).toMatchObject({ events: all.events.slice(1) });
});

test.each<[fault: string, method: string, path: string, body?: unknown]>([
  ["no body", "POST", "/_local/token"],
  ["no JSON", "POST", "/_local/token", "{"],
  ["a body of more than 10,000 bytes", "POST", "/_local/token", { org: "acme", role: "x".repeat(10_000) }],
  ["no role", "POST", "/_local/token", { org: "acme" }],
  ["an empty org", "POST", "/_local/token", { org: "", role: "admin" }],
  ["an unknown field", "POST", "/_local/token", { org: "acme", role: "admin", admin: true }],
  ["no move", "POST", "/_local/clock", {}],
  ["two moves", "POST", "/_local/clock", { now: "2031-01-01T00:00:00Z", advanceDays: 1 }],
  ["days as text", "POST", "/_local/clock", { advanceDays: "1" }],
  ["days past a century", "POST", "/_local/clock", { advanceDays: 36_501 }],
  ["no instant", "POST", "/_local/clock", { now: "tomorrow" }],
  ["a place before the first", "GET", "/_local/events?since=-1"],
  ["a place that is no number", "GET", "/_local/events?since=one"],
])("%s is a 400 that says why: %s %s", async (_, method, path, body) => {
  const before = await now();
  const answer = await send(method, path, body);
  expect(answer).toMatchObject({ status: 400, body: { message: expect.any(String) } });
  expect((await now()) - before).toBeLessThan(DAY_MS);
});

test.each([
  ["GET", "/_local/token"],
  ["POST", "/_local/events"],
  ["GET", "/_local/"],
  ["GET", "/_local/clock/"],
])("there is no %s %s", async (method, path) => {
  expect((await send(method, path)).status).toBe(404);
});
