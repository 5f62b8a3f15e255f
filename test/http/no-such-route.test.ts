import { afterAll, beforeAll, expect, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { rawHttp } from "../support/raw-http.ts";
import { makeTarget, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let target: Target;
let authorization: string;
beforeAll(async () => {
  laptop = await startLaptop();
  const token = await laptop.token();
  authorization = `Bearer ${token}`;
  target = await makeTarget(laptop, token);
});
afterAll(() => laptop.close());

const send = (path: string, method = "GET", headers = {}) =>
  rawHttp(laptop.url, { method, path, headers: { authorization, ...headers } });

test.each([
  "/",
  "//",
  "///",
  "//v1/me",
  "//[",
  "//@:/",
  "/\\",
  "/?",
  "/v1",
  "/v1/",
  "/v2/me",
  "/V1/me",
  "/v1/me/",
  "/v1//me",
  "/v1/./me",
  "/v1/services/../me",
  "/v1/%2e%2e/health",
  "/v1/me%20",
  "/v1/me;a=b",
  "/v1/services/",
  "/v1/services//connections",
  "/v1/connections/a%2Fb/c",
  "/prod/v1/me",
  "/_local",
  "/%5flocal/token",
  "/openapi",
  `/${"a/".repeat(2_000)}`,
])("%s is answered by $default, with or without a token", async (path) => {
  expectProblem(await send(path), 404, "not_found");
  expectProblem(await rawHttp(laptop.url, { path }), 404, "not_found");
});

test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])("%s /v1/services", async (method) => {
  expectProblem(await send("/v1/services", method), 404, "not_found");
});

test("HEAD is not GET: 404, and as ever without a body", async () => {
  for (const path of ["/v1/services", "/health", `/v1/connections/${target.connectionId}`]) {
    const answer = await send(path, "HEAD");
    expect(answer).toMatchObject({ status: 404, text: "" });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("a preflight from a page no setting names is not answered as one", async () => {
  const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
  const answer = await send("/v1/services", "OPTIONS", headers);
  expectProblem(answer, 404, "not_found");
  expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
});

test("a method cannot be overridden", async () => {
  const headers = { "x-http-method-override": "DELETE", "x-method-override": "DELETE" };
  const path = `/v1/connections/${target.connectionId}/access-key?confirm=${target.accessKeyId}`;
  expectProblem(await send(path, "GET", headers), 404, "not_found");
  expect(await send(`/v1/connections/${target.connectionId}`)).toMatchObject({
    body: { accessKeyId: target.accessKeyId },
  });
});

test.each([
  "/v1/services/%",
  "/v1/services/%zz",
  "/v1/services/%c3%28",
  "/v1/services/%ed%a0%80",
  "/v1/services/%25",
  "/v1/services?limit=%",
  "/v1/services?%ff=1",
])("%s cannot be decoded: an HTTP API's own 400", async (path) => {
  const answer = await send(path);
  expect(answer).toMatchObject({ status: 400, body: { message: "Bad Request" } });
});

test("percent-encoding that can be decoded means what it spells", async () => {
  const spelled = `%63on_${target.connectionId.slice(4)}`;
  const answer = await send(`/v1/%63onnections/${spelled}`);
  expect(answer).toMatchObject({ status: 200, body: { connectionId: target.connectionId } });
});

test("the laptop's own conveniences are for this machine, and only those there are", async () => {
  const elsewhere = { host: "rebound.example" };
  expect(await send("/_local/events", "GET", elsewhere)).toMatchObject({ status: 403 });
  expect(await send("/_local/token", "POST", elsewhere)).toMatchObject({ status: 403 });
  expect(await send("/_local/nothing")).toMatchObject({ status: 404 });
  expect(await send("/_local/token", "POST")).toMatchObject({ status: 400 });
});
