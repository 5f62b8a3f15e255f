import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { consoleHeaders } from "../../console/headers.ts";
import { rawHttp } from "../../test/support/raw-http.ts";
import { serve } from "../../test/support/serve.ts";
import { LaptopConsole } from "./laptop-console.ts";

const folder = mkdtempSync(join(tmpdir(), "keyturn-console-"));
mkdirSync(join(folder, "assets"));
writeFileSync(join(folder, "index.html"), "<!doctype html>");
writeFileSync(join(folder, "favicon.svg"), "<svg/>");
writeFileSync(join(folder, "assets/index-1a2b.js"), "//");
afterAll(() => rmSync(folder, { recursive: true }));

/** An answer that the API has for whatever it is asked. */
const theApis = { status: 413, body: { message: "the API's" } };
const before = (page: LaptopConsole) =>
  serve((request, response) => {
    if (page.serve(request, response)) return;
    response
      .writeHead(theApis.status, { "content-type": "application/json" })
      .end(JSON.stringify(theApis.body));
  });

const laptopConsole = new LaptopConsole(async () => folder);
const { url, close } = await before(laptopConsole);
afterAll(close);

const get = (path: string, method = "GET") => rawHttp(url, { method, path });

test("until it is opened, everything is the API's", async () => {
  expect(await get("/")).toMatchObject(theApis);
  expect(await laptopConsole.open()).toBeUndefined();
});

test.each([
  ["/", "text/html; charset=utf-8", "no-cache"],
  ["/?x=1", "text/html; charset=utf-8", "no-cache"],
  ["/favicon.svg", "image/svg+xml", "no-cache"],
  ["/assets/index-1a2b.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
])(
  "%s is a file of the console, with its type, its caching and what keeps it safe",
  async (path, type, caching) => {
    const { status, headers } = await get(path);
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, caching]);
    for (const [name, value] of Object.entries(consoleHeaders)) expect(headers.get(name)).toBe(value);
    expect(await get(path, "HEAD")).toMatchObject({ status: 200, text: "" });
  },
);

test.each([
  "/index.html",
  "/assets/",
  "/assets",
  "/assets/../index.html",
  "/assets/..%2findex.html",
  "/../laptop-console.ts",
  "//favicon.svg",
  "/%66avicon.svg",
  "/v1/me",
  "/health",
  "/openapi.json",
  "/connections",
  "/constructor",
])("%s is none: the API answers", async (path) => {
  expect(await get(path)).toMatchObject(theApis);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s / is the API's", async (method) => {
  expect(await get("/", method)).toMatchObject(theApis);
});

test("while it is built the page looks again by itself, and a build that fails says why; the API is there all the time", async () => {
  let fail = (_: Error) => {};
  const building = new LaptopConsole(() => new Promise((_, reject) => (fail = reject)));
  const server = await before(building);
  const opened = building.open();
  const meanwhile = await rawHttp(server.url, { path: "/" });
  expect([meanwhile.status, meanwhile.headers.get("refresh")]).toEqual([503, "2"]);
  fail(new Error("a page has a fault"));
  expect(await opened).toBe("a page has a fault");
  const failed = await rawHttp(server.url, { path: "/" });
  expect([failed.status, failed.headers.get("refresh")]).toEqual([503, null]);
  expect(failed.text).toContain("a page has a fault");
  expect(await rawHttp(server.url, { path: "/v1/me" })).toMatchObject(theApis);
  await server.close();
});
